import { words } from "../data/dataset.ts";
import type { Tokenizer } from "./clip-tokenizer.ts";

/**
 * Makes a tokenizer for a small set: a token for each word of its vocabulary, and the two that begin and end a text.
 *
 * @param vocabulary Every word, such as a set's own `vocabulary`; word i is token i.
 * @returns Its `encode` throws a RangeError for a text with another word.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { wordTokenizer } from "noisebook";
 *
 * const tokenizer = wordTokenizer(["blue", "circle", "red"]);
 * assert.deepEqual(tokenizer.encode("Red circle"), [2, 1]);
 * assert.throws(() => tokenizer.encode("red square"), /does not know "square"/);
 * ```
 */
export function wordTokenizer(vocabulary: readonly string[]): Tokenizer {
  const ids = new Map(vocabulary.map((word, id) => [word, id]));
  const encode = (text: string) =>
    words(text).map((word) => {
      const id = ids.get(word);
      if (id !== undefined) return id;
      throw new RangeError(`Cannot read ${JSON.stringify(text)}: the tokenizer does not know "${word}"`);
    });
  const known = (id: number) => id in vocabulary;
  return {
    size: vocabulary.length + 2,
    start: vocabulary.length,
    end: vocabulary.length + 1,
    encode,
    pieces: (text) => encode(text).map((id) => ({ id, text: `${vocabulary[id]} ` })),
    decode: (tokens) =>
      [...tokens]
        .filter(known)
        .map((id) => vocabulary[id])
        .join(" "),
  };
}
