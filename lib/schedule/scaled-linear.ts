import { type BetaRange, checkBetaRange, evenly, fromBetas, type Schedule } from "./schedule.ts";

/**
 * Makes the schedule of Stable Diffusion: √β rises evenly from one end to the other.
 *
 * β_t = (√β_start + (√β_end − √β_start) · t / (steps − 1))²
 *
 * Rombach et al. 2022, "High-Resolution Image Synthesis with Latent Diffusion Models", and their published code. At its
 * last step the SNR is 0.0047, not 0: see `zeroTerminalSnr`.
 *
 * @param options
 * @param options.steps How many steps, at least 1. Default: 1000.
 * @param options.betaStart β of step 0, above 0 and below 1. Default: 0.00085.
 * @param options.betaEnd β of the last step, from `betaStart` to below 1. Default: 0.012.
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { scaledLinearSchedule, snr } from "noisebook";
 *
 * assert.equal(snr(scaledLinearSchedule(), 999).toFixed(5), "0.00468");
 * ```
 */
export function scaledLinearSchedule({
  steps = 1000,
  betaStart = 0.00085,
  betaEnd = 0.012,
}: BetaRange = {}): Schedule {
  checkBetaRange("scaled linear", { steps, betaStart, betaEnd });
  const roots = evenly(Math.sqrt(betaStart), Math.sqrt(betaEnd), steps);
  return fromBetas(
    "scaled linear",
    roots.map((root) => root ** 2),
  );
}
