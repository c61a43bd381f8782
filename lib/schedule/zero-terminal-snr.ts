import type { Schedule } from "./schedule.ts";

/**
 * Changes a schedule so that its last step is pure noise, as sampling assumes when it starts.
 *
 * √ᾱ'_t = (√ᾱ_t − √ᾱ_last) · √ᾱ_0 / (√ᾱ_0 − √ᾱ_last)
 *
 * Lin et al. 2024, "Common Diffusion Noise Schedules and Sample Steps are Flawed", algorithm 1. The first step stays as
 * it is. At the last step ε says nothing about x_0, so a model for this schedule predicts v or x_0. Compute SNR and loss
 * weights from the changed schedule.
 *
 * @returns A new schedule whose last ᾱ is exactly 0.
 * @throws {RangeError} If the schedule has a single step.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { scaledLinearSchedule, zeroTerminalSnr } from "noisebook";
 *
 * assert.equal(zeroTerminalSnr(scaledLinearSchedule()).alphaBar[999], 0);
 * ```
 */
export function zeroTerminalSnr(schedule: Schedule): Schedule {
  if (schedule.steps < 2)
    throw new RangeError("Cannot rescale to zero terminal SNR: schedule must have 2 steps or more, got 1");
  const roots = schedule.alphaBar.map(Math.sqrt);
  const first = roots[0];
  const last = roots[schedule.steps - 1];
  const alphaBar = roots.map((root) => (((root - last) * first) / (first - last)) ** 2);
  const beta = alphaBar.map((value, t) => 1 - value / (t === 0 ? 1 : alphaBar[t - 1]));
  return { name: `${schedule.name}, zero terminal SNR`, steps: schedule.steps, beta, alphaBar };
}
