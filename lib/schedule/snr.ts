import { checkInteger } from "../core/check.ts";
import type { Schedule } from "./schedule.ts";

/**
 * Returns the signal-to-noise ratio of x_t: how much variance is the data's for each unit of noise.
 *
 * SNR(t) = ᾱ_t / (1 − ᾱ_t)
 *
 * Kingma et al. 2021, "Variational Diffusion Models", section 3.1.
 *
 * @param t Step, 0 to schedule.steps − 1.
 * @returns A number from 0 (pure noise); it falls with t.
 * @throws {RangeError} If the step lies outside the schedule.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { linearSchedule, snr } from "noisebook";
 *
 * const schedule = linearSchedule();
 * assert.ok(snr(schedule, 0) > 9000 && snr(schedule, 999) < 0.0001);
 * ```
 */
export function snr(schedule: Schedule, t: number): number {
  checkInteger(t, { doing: "compute the SNR", name: "t", from: 0, to: schedule.steps - 1 });
  return schedule.alphaBar[t] / (1 - schedule.alphaBar[t]);
}
