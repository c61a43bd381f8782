import type { Points } from "../core/points.ts";
import { ShapeError } from "../core/tensor.ts";
import type { HostValues } from "../core/values.ts";
import { wilson } from "../data/shares.ts";
import { checkPoints } from "./check-points.ts";
import { median, rowAt, rowsOf, smallest, squaredDistances } from "./rows.ts";

/** How near rows come to a training set. */
export interface Nearness {
  /** Share of rows that count as copies, d₁/d₂ < 1/3, and where it is with 95 % confidence. */
  copied: number;
  interval: [number, number];
  /** Distance of each row to the nearest training row: root mean square over its values. */
  nearest: Float64Array;
  /** The middle of these. */
  median: number;
  /** d₁/d₂ of each row. */
  ratios: Float64Array;
}

/** How near samples come to the training set, and how near real rows come that were not trained on. */
export interface Memorisation {
  samples: Nearness;
  heldOut: Nearness;
  /** Each sample's distance to the nearest training row over the middle one of held-out rows: 1 as new as real, 0 a copy. */
  novelty: Float64Array;
}

/**
 * Looks for copies: a sample far nearer to one training row than to any other is one. What the same rule says of real rows
 * that were never trained on stands beside it, because sets have near duplicates of their own.
 *
 * copy: d₁/d₂ < 1/3 for the distances to the nearest and second nearest training row
 *
 * Yoon et al. 2023, "Diffusion Probabilistic Models Generalize when They Fail to Memorize", section 4.
 *
 * @param samples What a model made: pictures, or their features.
 * @param options
 * @param options.training What it was trained on.
 * @param options.heldOut Real rows that it was not trained on.
 * @throws {RangeError} If there are fewer than 2 training rows, no sample or no held-out row, a number is not finite, or most
 *   held-out rows are in the training set.
 * @throws {ShapeError} If they differ in size.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { memorisation } from "noisebook";
 *
 * const points = (...data: number[]) => ({ data: Float64Array.from(data), count: data.length, dim: 1 });
 * const found = memorisation(points(0.1, 4, 10), { training: points(0, 10), heldOut: points(5) });
 * assert.deepEqual([found.samples.copied, found.heldOut.copied], [2 / 3, 0]);
 * ```
 */
export function memorisation(
  samples: HostValues,
  { training, heldOut }: { training: HostValues; heldOut: HostValues },
): Memorisation {
  const known = rowsOf(training);
  const ofSamples = nearness(rowsOf(samples), known, "samples");
  const ofHeldOut = nearness(rowsOf(heldOut), known, "heldOut");
  if (ofHeldOut.median === 0)
    throw new RangeError("Cannot look for copies: heldOut must be rows that training lacks; most are in it");
  const novelty = ofSamples.nearest.map((distance) => distance / ofHeldOut.median);
  return { samples: ofSamples, heldOut: ofHeldOut, novelty };
}

/** d₁/d₂ of each row: the distance to the nearest training row over that to the second nearest; a copy is below 1/3. */
export function copyRatios(rows: HostValues, training: HostValues): Float64Array {
  return nearness(rowsOf(rows), rowsOf(training), "rows").ratios;
}

function nearness(rows: Points, training: Points, name: string): Nearness {
  const doing = "look for copies";
  checkPoints(training, { doing, name: "training" });
  checkPoints(rows, { doing, name, from: 1 });
  if (rows.dim !== training.dim)
    throw new ShapeError(
      `Cannot ${doing}: rows of training have ${training.dim} values, but rows of ${name} have ${rows.dim}`,
    );
  const squares = squaredDistances(rows, training);
  const nearest = new Float64Array(rows.count);
  const ratios = new Float64Array(rows.count);
  for (let row = 0; row < rows.count; row++) {
    const [first, second] = smallest(rowAt(squares, row), 2);
    nearest[row] = Math.sqrt(first / rows.dim);
    ratios[row] = second > 0 ? Math.sqrt(first / second) : 0;
  }
  const copies = ratios.reduce((count, ratio) => count + (ratio < 1 / 3 ? 1 : 0), 0);
  const [copied, low, high] = wilson(copies, rows.count);
  return { copied, interval: [low, high], nearest, median: median(nearest), ratios };
}
