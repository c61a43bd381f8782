/** What a small denoiser is asked: noised pictures with their times, and the noise that it should find. */
import { checkInteger } from "../core/check.ts";
import type { Images } from "../core/images.ts";
import type { Random } from "../core/random.ts";
import { levelAt } from "../schedule/level.ts";
import type { Schedule } from "../schedule/schedule.ts";

/** One way to noise a picture. */
export interface NoisePair {
  /** Step of the schedule. */
  t: number;
  /** A normal number for each value of the picture. */
  eps: Float64Array;
}

/** Rows for a network. */
export interface NoisedBatch {
  count: number;
  /** The noised picture, then the features of its time. */
  inputs: Float64Array;
  noise: Float64Array;
}

/** Sines and cosines of the time, so many numbers for each row. */
export const timeFeatures = 16;

/**
 * Draws ways to noise a picture, with times spread evenly over the schedule: asked of every picture alike, they make
 * losses and gradients comparable.
 *
 * @param options
 * @param options.count How many.
 * @param options.values How many values a picture has.
 */
export function noisePairs(
  schedule: Schedule,
  { count, values, rng }: { count: number; values: number; rng: Random },
): NoisePair[] {
  checkInteger(count, { doing: "draw noise pairs", name: "count", from: 1 });
  return Array.from({ length: count }, (_, index) => ({
    t: Math.floor(((index + 0.5) * schedule.steps) / count),
    eps: rng.normal(values),
  }));
}

/**
 * Noises pictures, x_t = √ᾱ_t x_0 + √(1 − ᾱ_t) ε: row i is picture `pictures[i]` noised as pairs[i] says.
 */
export function noisedBatch(
  images: Images,
  { pictures, pairs, schedule }: { pictures: ArrayLike<number>; pairs: NoisePair[]; schedule: Schedule },
): NoisedBatch {
  const values = images.data.length / images.count;
  const width = values + timeFeatures;
  const inputs = new Float64Array(pairs.length * width);
  const noise = new Float64Array(pairs.length * values);
  pairs.forEach(({ t, eps }, row) => {
    const { a, s } = levelAt(schedule, t);
    const start = pictures[row] * values;
    for (let at = 0; at < values; at++) inputs[row * width + at] = a * images.data[start + at] + s * eps[at];
    for (let at = 0; at < timeFeatures; at += 2) {
      const angle = t / 1000 ** (at / timeFeatures);
      inputs[row * width + values + at] = Math.sin(angle);
      inputs[row * width + values + at + 1] = Math.cos(angle);
    }
    noise.set(eps, row * values);
  });
  return { count: pairs.length, inputs, noise };
}
