/** Fidelity and variety told apart: who lies among whose nearest neighbours. */
import { checkInteger } from "../core/check.ts";
import type { Points } from "../core/points.ts";
import { checkPair } from "./check-points.ts";
import { mean, rowAt, smallest, squaredDistances } from "./rows.ts";

/** Shares from 0 to 1, but for the density, which can be above 1. */
export interface Neighbours {
  /** Share of samples inside the k-nearest-neighbour ball of some real row: how many look real. */
  precision: number;
  /** Share of real rows inside the ball of some sample: how much of the real set the samples reach. */
  recall: number;
  /** In how many real balls a sample lies, over k: about 1 for real rows; outliers among the real weigh less. */
  density: number;
  /** Share of real balls with a sample inside. */
  coverage: number;
}

/**
 * Measures precision, recall, density and coverage of samples in a space of features.
 *
 * A row's ball reaches to its k-th nearest neighbour in its own set. Kynkäänniemi et al. 2019, "Improved Precision and
 * Recall Metric for Assessing Generative Models", equation 1; Naeem et al. 2020, "Reliable Fidelity and Diversity Metrics
 * for Generative Models", equations 4 and 6.
 *
 * @param options
 * @param options.k Neighbour for precision and recall. Default: 3.
 * @param options.coverageK Neighbour for density and coverage. Default: 5.
 * @throws {RangeError} If a set has not more rows than the larger k, or a number is not finite.
 * @throws {ShapeError} If the two differ in dimension.
 *
 * @example Samples that show one of two groups: all look real, half is missing
 * ```ts
 * import assert from "node:assert/strict";
 * import { neighbours, random } from "noisebook";
 *
 * const rng = random(1);
 * const at = (middle: number) => [...rng.normal(100)].map((n) => n + middle);
 * const real = { data: Float64Array.from([...at(0), ...at(100)]), count: 200, dim: 1 };
 * const { precision, recall } = neighbours(real, { data: Float64Array.from(at(0)), count: 100, dim: 1 });
 * assert.ok(precision > 0.9 && recall > 0.4 && recall <= 0.5);
 * ```
 */
export function neighbours(
  real: Points,
  samples: Points,
  { k = 3, coverageK = 5 }: { k?: number; coverageK?: number } = {},
): Neighbours {
  const doing = "compare neighbours";
  checkInteger(k, { doing, name: "k", from: 1 });
  checkInteger(coverageK, { doing, name: "coverageK", from: 1 });
  checkPair(real, samples, { doing, from: Math.max(k, coverageK) + 1 });
  const across = squaredDistances(real, samples);
  const realBalls = radii(real, [k, coverageK]);
  const [sampleBalls] = radii(samples, [k]);
  const [rows, columns] = [real.count, samples.count];
  const looksReal = new Uint8Array(columns);
  const reached = new Uint8Array(rows);
  const covered = new Uint8Array(rows);
  let inside = 0;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const square = across.data[row * columns + column];
      if (square <= realBalls[0][row]) looksReal[column] = 1;
      if (square <= sampleBalls[column]) reached[row] = 1;
      if (square > realBalls[1][row]) continue;
      inside++;
      covered[row] = 1;
    }
  return {
    precision: mean(looksReal),
    recall: mean(reached),
    density: inside / (coverageK * columns),
    coverage: mean(covered),
  };
}

/** The squared distance of each row to its k-th neighbour, for each k. */
function radii(points: Points, ks: number[]): Float64Array[] {
  const within = squaredDistances(points, points);
  const most = Math.max(...ks);
  const near = Array.from({ length: points.count }, (_, row) => smallest(rowAt(within, row), most, row));
  return ks.map((k) => Float64Array.from(near, (found) => found[k - 1]));
}
