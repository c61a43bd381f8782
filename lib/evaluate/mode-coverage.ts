import { checkInteger } from "../core/check.ts";
import type { Points } from "../core/points.ts";
import { checkShape } from "../core/tensor.ts";
import type { MixtureParameters } from "../oracle/gaussians.ts";

/** Which modes of a known mixture were found. */
export interface ModeCoverage {
  /** How many modes have at least `least` of the good points. */
  covered: number;
  modes: number;
  /** The share of all points that are good and nearest to each mode. */
  shares: number[];
  /** The share of points within 3 deviations of a mode. */
  good: number;
}

/**
 * Counts the modes of a mixture that generated points cover: a point is good if it lies within 3 deviations of a mode.
 *
 * Metz et al. 2017, "Unrolled Generative Adversarial Networks"; Srivastava et al. 2017, "VEEGAN", section 4, for the bound of 3
 * deviations.
 *
 * @param points What was drawn.
 * @param mixture Where the modes are, and how wide.
 * @param options
 * @param options.least Good points that a mode needs. Default: 1 % of all.
 * @throws {ShapeError} If the points have another dimension than the means.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { modeCoverage } from "noisebook";
 *
 * const points = { data: Float32Array.of(-2, 0, -2.1, 0, 9, 9), count: 3, dim: 2 };
 * const { covered, good } = modeCoverage(points, { weights: [0.5, 0.5], means: [[-2, 0], [2, 0]], deviations: [0.1, 0.1] });
 * assert.deepEqual([covered, good], [1, 2 / 3]);
 * ```
 */
export function modeCoverage(
  { data, count, dim }: Points,
  { means, deviations }: MixtureParameters,
  { least = Math.ceil(count / 100) }: { least?: number } = {},
): ModeCoverage {
  checkShape("points", { shape: [count, dim] }, `count ${means[0].length}`);
  checkInteger(least, { doing: "count modes", name: "least", from: 1 });
  const found = means.map(() => 0);
  for (let row = 0; row < count; row++) {
    const point = data.subarray(row * dim, (row + 1) * dim);
    const distances = means.map(
      (mean, mode) => Math.hypot(...mean.map((value, axis) => value - point[axis])) / deviations[mode],
    );
    const nearest = distances.indexOf(Math.min(...distances));
    if (distances[nearest] <= 3) found[nearest]++;
  }
  const sum = found.reduce((total, mode) => total + mode, 0);
  return {
    covered: found.filter((mode) => mode >= least).length,
    modes: means.length,
    shares: found.map((mode) => mode / count),
    good: sum / count,
  };
}
