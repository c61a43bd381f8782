/** Where the bits of a watermark stand: low frequencies of 8×8 blocks, each on one of two lattices. */
import { random } from "../core/random.ts";

export const messageBits = 16;
const block = 8;
/** The pattern repeats after two blocks, so that a part of a picture has all of it. */
const tile = 2 * block;

/** Frequencies that JPEG keeps and a small change of size leaves: u + v from 1 to 3. */
const frequencies = Array.from({ length: 16 }, (_, at) => [at >> 2, at & 3]).filter(
  ([u, v]) => u + v >= 1 && u + v <= 3,
);

/** Orthonormal cosines of each frequency: row by row over a block. */
const patterns = frequencies.map(([u, v]) =>
  Float64Array.from({ length: block * block }, (_, at) => cosine(u, at >> 3) * cosine(v, at & 7)),
);

function cosine(frequency: number, place: number): number {
  const scale = Math.sqrt((frequency === 0 ? 1 : 2) / block);
  return scale * Math.cos((Math.PI * frequency * (2 * place + 1)) / (2 * block));
}

/**
 * For each coefficient of a tile: the bit that it carries, and where its lattice starts, as a share of its step. A start at
 * a quarter or three makes 0, which flat blocks have, a vote for neither value.
 */
interface Code {
  bits: number[];
  starts: Float64Array;
}
const codes = new Map<number, Code>();

function codeOf(key: number): Code {
  const known = codes.get(key);
  if (known) return known;
  const rng = random(key);
  const count = 4 * frequencies.length;
  const bits = rng.shuffle(Array.from({ length: count }, (_, at) => at % messageBits));
  const starts = rng.integer(2, count).map((half) => 0.25 + half / 2);
  const code = { bits, starts };
  codes.set(key, code);
  return code;
}

/** Brightness in levels of 256, row by row. */
export interface Brightness {
  data: Float64Array;
  height: number;
  width: number;
}

/** One coefficient of a picture. */
export interface Coefficient {
  value: number;
  bit: number;
  /** Where its lattice starts, as a share of the step. */
  start: number;
  pattern: Float64Array;
  /** The block's first pixel. */
  top: number;
  left: number;
}

/**
 * Every coefficient of the whole blocks.
 *
 * @param brightness Of every pixel.
 * @param options
 * @param options.down Where the first whole tile starts, in pixels from the top: what a crop moves.
 * @param options.right The same from the left.
 */
export function coefficientsOf(
  { data, height, width }: Brightness,
  { key, down = 0, right = 0 }: { key: number; down?: number; right?: number },
): Coefficient[] {
  const { bits, starts } = codeOf(key);
  const found: Coefficient[] = [];
  for (let top = down % block; top + block <= height; top += block)
    for (let left = right % block; left + block <= width; left += block) {
      const place = (odd(top - down) * 2 + odd(left - right)) * frequencies.length;
      patterns.forEach((pattern, at) => {
        let value = 0;
        for (let pixel = 0; pixel < pattern.length; pixel++)
          value += pattern[pixel] * data[(top + (pixel >> 3)) * width + left + (pixel & 7)];
        found.push({ value, bit: bits[place + at], start: starts[place + at], pattern, top, left });
      });
    }
  return found;
}

/** Whether a distance is an odd number of blocks: 0 or 1. */
const odd = (distance: number): number => ((((distance % tile) + tile) % tile) / block) & 1;

/** The nearest place on the lattice of a bit's value. */
export function nearestOn({ value, start }: Coefficient, set: boolean, step: number): number {
  const origin = (start + (set ? 0.5 : 0)) * step;
  return origin + Math.round((value - origin) / step) * step;
}

/** What coefficients say: for each bit the sum of its votes, above 0 for a set bit, and how many there were. */
export function votesOf(
  coefficients: readonly Coefficient[],
  step: number,
): { sum: Float64Array; count: Float64Array } {
  const sum = new Float64Array(messageBits);
  const count = new Float64Array(messageBits);
  for (const { value, bit, start } of coefficients) {
    sum[bit] -= Math.cos(2 * Math.PI * (value / step - start));
    count[bit]++;
  }
  return { sum, count };
}
