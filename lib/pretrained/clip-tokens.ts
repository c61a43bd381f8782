/** CLIP's tokenizer from a folder. */
import { show } from "../core/check.ts";
import type { Merges } from "../text/byte-pairs.ts";
import { clipTokenizer, clipVocabulary, type Tokenizer } from "../text/clip-tokenizer.ts";
import { type Tokens, tokenize } from "../text/tokenize.ts";
import type { ModelFolder } from "./model-folder.ts";

/** Turns texts into rows of tokens for one text encoder. */
export interface TextReader {
  /** Rows of tokens, of the length that the encoder was made for, or at most so long. */
  read(texts: readonly string[], options?: { length?: number | undefined }): Tokens;
  /** The tokenizer as transformers saves it: its class, and the files by name. */
  files(): { class: string; contents: Record<string, string | Uint8Array> };
  /** The pieces of a text, to be looked at. */
  pieces(text: string): { id: number; text: string }[];
}

/** Makes a reader of a tokenizer, with the token that fills a row. */
export function clipReader(
  tokenizer: Tokenizer,
  { merges, ...options }: { merges: Merges; length: number; padding: number },
): TextReader {
  return {
    files: () => ({ class: "CLIPTokenizer", contents: clipFiles(merges, options) }),
    read: (texts, { length = options.length } = {}) => tokenize(texts, { tokenizer, ...options, length }),
    pieces: (text) => tokenizer.pieces(text),
  };
}

/**
 * Reads a tokenizer's folder: merges.txt, and what fills a row.
 *
 * @throws {SyntaxError} If merges.txt has other lines than pairs, or its vocabulary is not the one that CLIP makes of them.
 */
export async function openClipReader(
  folder: ModelFolder,
  part: string,
  { length, vocabulary }: { length: number; vocabulary: number },
): Promise<TextReader> {
  const merges = mergesOf(await folder.text(`${part}/merges.txt`), `${part}/merges.txt`);
  const tokenizer = clipTokenizer(merges);
  if (tokenizer.size > vocabulary)
    throw new SyntaxError(
      `Cannot open ${folder.path}: ${part} has ${tokenizer.size} tokens, more than the ${vocabulary} of its encoder`,
    );
  return clipReader(tokenizer, { merges, length, padding: await paddingOf(folder, part, tokenizer) });
}

function clipFiles(
  merges: Merges,
  { length, padding }: { length: number; padding: number },
): Record<string, string> {
  const special = {
    bos_token: "<|startoftext|>",
    eos_token: "<|endoftext|>",
    pad_token: padding === 0 ? "!" : "<|endoftext|>",
    unk_token: "<|endoftext|>",
  };
  const ids = Object.fromEntries(clipVocabulary(merges).map((piece, id) => [piece, id]));
  return {
    "merges.txt": `#version: 0.2\n${merges.map((pair) => pair.join(" ")).join("\n")}\n`,
    "special_tokens_map.json": `${JSON.stringify(special)}\n`,
    "tokenizer_config.json": `${JSON.stringify({ ...special, model_max_length: length, tokenizer_class: "CLIPTokenizer" })}\n`,
    "vocab.json": `${JSON.stringify(ids)}\n`,
  };
}

function mergesOf(text: string, file: string): [string, string][] {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#version"));
  return lines.map((line) => {
    const pair = line.trimEnd().split(" ");
    if (pair.length !== 2)
      throw new SyntaxError(`Cannot read ${file}: each line must be a pair of pieces, got ${show(line)}`);
    return pair as [string, string];
  });
}

/** The end token, as in Stable Diffusion 1, or another that the folder names. */
async function paddingOf(folder: ModelFolder, part: string, tokenizer: Tokenizer): Promise<number> {
  for (const file of ["special_tokens_map.json", "tokenizer_config.json"]) {
    if ((await folder.find(`${part}/${file}`)) === undefined) continue;
    const { pad_token: named } = await folder.json(`${part}/${file}`);
    const text =
      typeof named === "object" && named !== null ? (named as { content?: unknown }).content : named;
    if (text === "<|endoftext|>") return tokenizer.end;
    if (text === "!") return 0;
    if (text !== undefined)
      throw new SyntaxError(
        `Cannot read ${part}/${file}: pad_token must be "<|endoftext|>" or "!", got ${show(text)}`,
      );
  }
  return tokenizer.end;
}
