/** Unigram tokenizers: of all ways to cut a text into pieces, the most probable one. */

/** The pieces of a vocabulary with the logarithms of their probabilities; the place in the list is the token. */
export type UnigramVocabulary = readonly (readonly [piece: string, score: number])[];

export interface UnigramOptions {
  /** The token for what no piece fits. */
  unknown: number;
  /** Tokens that no text is cut into, such as the end of a text. */
  control?: ReadonlySet<number>;
}

/** A piece of a text, as a token. */
export interface CutPiece {
  id: number;
  text: string;
}

/** How much less probable an unknown character is than the least probable piece. */
const unknownPenalty = 10;

/**
 * Makes the function that cuts a text into the pieces whose probabilities have the greatest product.
 *
 * best(j) = max_{i < j} best(i) + score(text[i..j]), by Viterbi's algorithm; unknown characters beside each other are one
 * piece.
 *
 * Kudo 2018, "Subword Regularization: Improving Neural Network Translation Models with Multiple Subword Candidates",
 * section 3.2.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { unigramCutter } from "noisebook";
 *
 * const cut = unigramCutter([["<unk>", 0], ["a", -2], ["b", -2], ["ab", -3]], { unknown: 0 });
 * assert.deepEqual(cut("abaé").map(({ text }) => text), ["ab", "a", "é"]);
 * ```
 */
export function unigramCutter(
  vocabulary: UnigramVocabulary,
  { unknown, control = new Set() }: UnigramOptions,
): (text: string) => CutPiece[] {
  const ids = new Map<string, number>();
  let [longest, least] = [1, 0];
  vocabulary.forEach(([piece, score], id) => {
    if (id === unknown || control.has(id) || ids.has(piece)) return;
    ids.set(piece, id);
    longest = Math.max(longest, Array.from(piece).length);
    least = Math.min(least, score);
  });
  const unknownScore = least - unknownPenalty;
  return (text) => {
    const letters = Array.from(text);
    const best = new Float64Array(letters.length + 1).fill(-Infinity);
    const from = new Int32Array(letters.length + 1);
    const token = new Int32Array(letters.length + 1);
    best[0] = 0;
    const offer = (at: number, end: number, { id, score }: { id: number; score: number }) => {
      if (best[at] + score <= best[end]) return;
      best[end] = best[at] + score;
      from[end] = at;
      token[end] = id;
    };
    for (let at = 0; at < letters.length; at++) {
      let piece = "";
      for (let end = at + 1; end <= Math.min(letters.length, at + longest); end++) {
        piece += letters[end - 1];
        const id = ids.get(piece);
        if (id !== undefined) offer(at, end, { id, score: vocabulary[id][1] });
      }
      if (!ids.has(letters[at])) offer(at, at + 1, { id: unknown, score: unknownScore });
    }
    return joined(traced(letters, { from, token }), unknown);
  };
}

function traced(letters: string[], { from, token }: { from: Int32Array; token: Int32Array }): CutPiece[] {
  const pieces: CutPiece[] = [];
  for (let end = letters.length; end > 0; end = from[end])
    pieces.push({ id: token[end], text: letters.slice(from[end], end).join("") });
  return pieces.reverse();
}

/** Makes one piece of unknown ones that follow each other. */
function joined(pieces: CutPiece[], unknown: number): CutPiece[] {
  const result: CutPiece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last && last.id === unknown && piece.id === unknown) last.text += piece.text;
    else result.push({ ...piece });
  }
  return result;
}
