import { byteLetters, type Merges, pieceSplitter } from "./byte-pairs.ts";
import { cleanText } from "./clean-text.ts";

/** A token of a text, with the piece that it stands for. */
export interface TextPiece {
  id: number;
  /** The piece as text; a space at its end where a word ends. Part of a character may be "�". */
  text: string;
}

/** Between texts and numbers. */
export interface Tokenizer {
  /** How many tokens there are. */
  readonly size: number;
  /** The token that begins each text. */
  readonly start: number;
  /** The token that ends each text. */
  readonly end: number;
  /** The tokens of a text, without the two at its ends. */
  encode(text: string): number[];
  /** The same tokens with the pieces that they stand for, to be looked at. */
  pieces(text: string): TextPiece[];
  /** The text of these tokens, in lower case and with a space after each word; tokens of beginning and end are left out. */
  decode(tokens: Iterable<number>): string;
}

const startText = "<|startoftext|>";
const endText = "<|endoftext|>";

/** What is split on its own: a special token, an English ending, a run of letters, one digit, a run of anything else. */
const wordPattern =
  /<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\p{White_Space}\p{L}\p{N}]+/gu;

/** All pieces, the place of each being its token. */
export function clipVocabulary(merges: Merges): string[] {
  const letters = [...byteLetters.values()];
  const merged = merges.map(([left, right]) => left + right);
  return [...letters, ...letters.map((letter) => `${letter}</w>`), ...merged, startText, endText];
}

/** Words whose tokens are remembered. */
const longestMemory = 20_000;

/**
 * Makes CLIP's tokenizer, which Stable Diffusion 1, 2 and XL and Flux use: 49,408 tokens.
 *
 * 256 bytes, the same at a word's end, one token for each merge, and the two that begin and end a text: 49406 and 49407.
 *
 * Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision", section 2.4.
 *
 * @param merges Pairs of pieces, first merged first: those of `loadMerges()`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { clipTokenizer, loadMerges } from "noisebook";
 *
 * const tokenizer = clipTokenizer(await loadMerges());
 * assert.deepEqual(tokenizer.encode("hello world!"), [3306, 1002, 256]);
 * assert.equal(tokenizer.decode([4595, 3971, 48136]), "dreambooth sks");
 * ```
 */
export function clipTokenizer(merges: Merges): Tokenizer {
  const vocabulary = clipVocabulary(merges);
  // Where two merges make one piece, the later token is the one in use, as in the original's dictionary.
  const ids = new Map(vocabulary.map((piece, id) => [piece, id]));
  const [start, end] = [ids.get(startText)!, ids.get(endText)!];
  const bytes = new Map(Array.from(byteLetters, ([byte, letter]) => [letter, byte]));
  const split = pieceSplitter(merges);
  const known = new Map<string, number[]>([startText, endText].map((text) => [text, [ids.get(text)!]]));

  function tokensOf(word: string): number[] {
    let tokens = known.get(word);
    if (!tokens) {
      tokens = split(word).map((piece) => ids.get(piece)!);
      if (known.size < longestMemory) known.set(word, tokens);
    }
    return tokens;
  }
  const encode = (text: string) => (cleanText(text).match(wordPattern) ?? []).flatMap(tokensOf);
  const textOf = (tokens: readonly number[]) => {
    const codes = Array.from(tokens.map((id) => vocabulary[id]).join(""), (letter) => bytes.get(letter)!);
    return new TextDecoder().decode(Uint8Array.from(codes)).replaceAll("</w>", " ");
  };
  return {
    size: vocabulary.length,
    start,
    end,
    encode,
    pieces: (text) => encode(text).map((id) => ({ id, text: textOf([id]) })),
    decode: (tokens) =>
      textOf([...tokens].filter((id) => id !== start && id !== end && id in vocabulary)).trim(),
  };
}
