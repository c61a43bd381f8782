import { checkInteger } from "../core/check.ts";
import type { Tokenizer } from "./clip-tokenizer.ts";

/** Texts as rows of tokens, all of one length. */
export interface Tokens {
  /** Row after row: the start token, the text, the end token, then padding. */
  ids: Int32Array;
  count: number;
  /** Tokens in a row. */
  length: number;
  /** Where each row has its end token. */
  ends: Int32Array;
  /** How many tokens of each text had no room. */
  cut: Int32Array;
}

export interface TokenizeOptions {
  tokenizer: Tokenizer;
  /** Tokens in a row. Default: 77, CLIP's. */
  length?: number;
  /** What fills a row after its end. Default: the end token, as in Stable Diffusion 1; OpenAI's CLIP has 0. */
  padding?: number;
}

/**
 * Turns texts into rows of tokens of one length: a text that is too long loses its last tokens, never its end.
 *
 * @throws {RangeError} If the length leaves no room for the two tokens at the ends.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { clipTokenizer, loadMerges, tokenize } from "noisebook";
 *
 * const tokenizer = clipTokenizer(await loadMerges());
 * const { ids, ends } = tokenize(["a photo of a cat"], { tokenizer, length: 8 });
 * assert.deepEqual([...ids], [49406, 320, 1125, 539, 320, 2368, 49407, 49407]);
 * assert.deepEqual([...ends], [6]);
 * ```
 */
export function tokenize(texts: readonly string[], options: TokenizeOptions): Tokens {
  const { tokenizer, length = 77, padding = tokenizer.end } = options;
  checkInteger(length, { doing: "tokenize texts", name: "length", from: 2 });
  const rows = texts.map((text) => tokenizer.encode(text));
  const ids = new Int32Array(texts.length * length).fill(padding);
  const ends = Int32Array.from(rows, (row) => Math.min(row.length, length - 2) + 1);
  rows.forEach((row, at) => {
    ids[at * length] = tokenizer.start;
    ids.set(row.slice(0, length - 2), at * length + 1);
    ids[at * length + ends[at]] = tokenizer.end;
  });
  const cut = Int32Array.from(rows, (row) => Math.max(0, row.length - (length - 2)));
  return { ids, count: texts.length, length, ends, cut };
}
