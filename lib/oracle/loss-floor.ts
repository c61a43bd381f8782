/** The loss that no model can get below: what is left to chance when the denoiser is perfect. */
import { checkInteger, checkPositive } from "../core/check.ts";
import { errorRatio } from "../process/loss-weight.ts";
import type { Target } from "../process/target.ts";
import { levelAt, sigmaLevel } from "../schedule/level.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { gaussHermite } from "./gauss-hermite.ts";
import { believe, type MixtureParameters, totalVariance } from "./gaussians.ts";

export interface LossFloorOptions {
  /** What the loss is measured on. Default: "eps". */
  target?: Target;
  /** Quadrature points in each direction, 1 to 100. Default: 32. */
  points?: number;
}

/**
 * Returns the least possible loss at a noise level: the mean squared error, per number, of the exact denoiser.
 *
 * E|ε − E[ε|x]|²/dim = E[tr Cov(x_0|x)]/(σ²·dim), the mean over x by Gauss-Hermite quadrature
 *
 * A training loss that goes below it is measured on too few draws, or on data that were seen.
 *
 * @param sigma The noise level s/a, above 0; infinite where nothing of the data is left.
 * @throws {RangeError} If sigma is not above 0, the mixture has more than 3 dimensions, or points is out of its range.
 *
 * @example At large σ almost all noise can be seen, at small σ almost none
 * ```ts
 * import assert from "node:assert/strict";
 * import { lossFloor, mixture } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[0]], deviations: [1] });
 * assert.equal(lossFloor(exact, 3).toFixed(9), (1 / (1 + 9)).toFixed(9));
 * ```
 */
export function lossFloor(
  mixture: MixtureParameters,
  sigma: number,
  { target = "eps", points = 32 }: LossFloorOptions = {},
): number {
  const doing = "compute the loss floor";
  const dim = mixture.means[0].length;
  if (sigma !== Infinity) checkPositive(sigma, { doing, name: "sigma" });
  checkInteger(dim, { doing, name: "the mixture's dimension", from: 1, to: 3 });
  checkInteger(points, { doing, name: "points", from: 1, to: 100 });
  const left = sigma === Infinity ? totalVariance(mixture) : varianceLeft(mixture, { sigma, points });
  const snr = 1 / sigma ** 2;
  // |x_0 err|² = tr Cov(x_0|x); the other targets are in a fixed ratio to it.
  return (left / dim) * errorRatio(target, snr);
}

/**
 * Returns the least possible loss at each step of a schedule, and their mean: what a training loss over uniform steps
 * tends to. `mixture` has the same exact denoiser in any scale of x.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { linearSchedule, lossFloors, mixture } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[0]], deviations: [1] });
 * const schedule = linearSchedule({ steps: 100 });
 * const { perStep, mean } = lossFloors(exact, schedule);
 * assert.equal(perStep[50].toFixed(9), schedule.alphaBar[50].toFixed(9)); // x is no better than a guess of ε this good
 * assert.ok(mean > 0.5);
 * ```
 */
export function lossFloors(
  mixture: MixtureParameters,
  schedule: Schedule,
  options: LossFloorOptions = {},
): { perStep: Float64Array; mean: number } {
  const perStep = Float64Array.from({ length: schedule.steps }, (_, t) =>
    lossFloor(mixture, levelAt(schedule, t).sigma, options),
  );
  return { perStep, mean: perStep.reduce((sum, value) => sum + value, 0) / schedule.steps };
}

/** E[tr Cov(x_0|x)] */
function varianceLeft(
  mixture: MixtureParameters,
  { sigma, points }: { sigma: number; points: number },
): number {
  const { weights, means, deviations } = mixture;
  const level = sigmaLevel(sigma);
  const grid = gridOf(gaussHermite(points), means[0].length);
  return weights.reduce((sum, weight, k) => {
    const spread = Math.hypot(deviations[k], sigma);
    return grid.reduce((part, node) => {
      const x = node.at.map((value, axis) => means[k][axis] + spread * value);
      return part + weight * node.weight * totalVariance(believe(mixture, { x, level }));
    }, sum);
  }, 0);
}

interface Node {
  at: number[];
  weight: number;
}

/** All combinations of the nodes in `dim` directions. */
function gridOf(nodes: { at: number; weight: number }[], dim: number): Node[] {
  let grid: Node[] = [{ at: [], weight: 1 }];
  for (let axis = 0; axis < dim; axis++)
    grid = grid.flatMap((node) =>
      nodes.map(({ at, weight }) => ({ at: [...node.at, at], weight: node.weight * weight })),
    );
  return grid;
}
