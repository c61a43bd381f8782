import { type BetaRange, checkBetaRange, evenly, fromBetas, type Schedule } from "./schedule.ts";

/**
 * Makes the sigmoid schedule: β rises along an S-curve.
 *
 * β_t = β_start + (β_end − β_start) · sigmoid(−6 + 12 t / (steps − 1))
 *
 * Xu et al. 2022, "GeoDiff: a Geometric Diffusion Model for Molecular Conformation Generation", and their published code.
 *
 * @param options
 * @param options.steps How many steps, at least 1. Default: 1000.
 * @param options.betaStart The lower bound of β, above 0 and below 1. Default: 0.0001.
 * @param options.betaEnd The upper bound of β, from `betaStart` to below 1. Default: 0.02.
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { sigmoidSchedule } from "noisebook";
 *
 * const { beta } = sigmoidSchedule({ steps: 1001 });
 * assert.equal(beta[500].toFixed(5), "0.01005"); // the middle of the S is the mean of its ends
 * ```
 */
export function sigmoidSchedule({
  steps = 1000,
  betaStart = 1e-4,
  betaEnd = 0.02,
}: BetaRange = {}): Schedule {
  checkBetaRange("sigmoid", { steps, betaStart, betaEnd });
  const curve = evenly(-6, 6, steps).map((x) => 1 / (1 + Math.exp(-x)));
  return fromBetas(
    "sigmoid",
    curve.map((height) => betaStart + (betaEnd - betaStart) * height),
  );
}
