/** Byte-pair encoding: words as sequences of pieces that training found to be frequent. */

/** Pairs of pieces, first merged first. */
export type Merges = readonly (readonly [left: string, right: string])[];

/**
 * A letter for each of the 256 bytes, so that any text can be split into bytes and still be printed: visible bytes stand
 * for themselves, the others for the letters from U+0100 on. In the order of CLIP's vocabulary: visible bytes first.
 */
export const byteLetters: ReadonlyMap<number, string> = lettersOfBytes();

function lettersOfBytes(): Map<number, string> {
  const isVisible = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const hidden = bytes.filter((byte) => !isVisible(byte));
  return new Map([
    ...bytes.filter(isVisible).map((byte) => [byte, String.fromCharCode(byte)] as const),
    ...hidden.map((byte, index) => [byte, String.fromCharCode(256 + index)] as const),
  ]);
}

/**
 * Makes the function that splits a word into pieces: it starts from single bytes, the last one with the mark of a word's
 * end, and joins the pair that comes first in `merges` as long as there is one.
 *
 * Sennrich, Haddow and Birch 2016, "Neural Machine Translation of Rare Words with Subword Units", section 3.2.
 */
export function pieceSplitter(merges: Merges): (word: string) => string[] {
  const ranks = new Map(merges.map(([left, right], rank) => [`${left} ${right}`, rank]));
  const rankOf = (pieces: string[], at: number) => ranks.get(`${pieces[at]} ${pieces[at + 1]}`) ?? Infinity;
  return (word) => {
    let pieces = Array.from(new TextEncoder().encode(word), (byte) => byteLetters.get(byte)!);
    pieces.push(`${pieces.pop()}</w>`);
    for (;;) {
      let first = -1;
      let best = Infinity;
      for (let at = 0; at + 1 < pieces.length; at++) {
        const rank = rankOf(pieces, at);
        if (rank < best) [first, best] = [at, rank];
      }
      if (first < 0) return pieces;
      pieces = joined(pieces, pieces[first], pieces[first + 1]);
    }
  };
}

/** Joins every place where these two pieces follow each other. */
function joined(pieces: string[], left: string, right: string): string[] {
  const result: string[] = [];
  for (let at = 0; at < pieces.length; at++) {
    const isPair = pieces[at] === left && pieces[at + 1] === right;
    result.push(isPair ? left + right : pieces[at]);
    if (isPair) at++;
  }
  return result;
}
