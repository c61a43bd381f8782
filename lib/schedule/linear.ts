import { type BetaRange, checkBetaRange, evenly, fromBetas, type Schedule } from "./schedule.ts";

/**
 * Makes the schedule of the first diffusion models: β rises evenly from one end to the other.
 *
 * β_t = β_start + (β_end − β_start) · t / (steps − 1)
 *
 * Ho et al. 2020, "Denoising Diffusion Probabilistic Models", section 4. The ends belong to 1000 steps: with far fewer,
 * raise `betaEnd`, or the last step is not pure noise.
 *
 * @param options
 * @param options.steps How many steps, at least 1. Default: 1000.
 * @param options.betaStart β of step 0, above 0 and below 1. Default: 0.0001.
 * @param options.betaEnd β of the last step, from `betaStart` to below 1. Default: 0.02.
 * @throws {RangeError} If an option is out of its range.
 *
 * @example The last step leaves almost nothing of the data
 * ```ts
 * import assert from "node:assert/strict";
 * import { linearSchedule } from "noisebook";
 *
 * const { beta, alphaBar } = linearSchedule({ steps: 1000 });
 * assert.equal(beta[0], 0.0001);
 * assert.equal(alphaBar[999].toFixed(6), "0.000040");
 * ```
 */
export function linearSchedule({ steps = 1000, betaStart = 1e-4, betaEnd = 0.02 }: BetaRange = {}): Schedule {
  checkBetaRange("linear", { steps, betaStart, betaEnd });
  return fromBetas("linear", evenly(betaStart, betaEnd, steps));
}
