import { checkInteger, checkNumber } from "../core/check.ts";
import { fromBetas, type Schedule } from "./schedule.ts";

export interface CosineScheduleOptions {
  /** How many steps, at least 1. Default: 1000. */
  steps?: number;
  /** s in the formula: keeps β small near step 0. Default: 0.008. */
  offset?: number;
  /** The largest β: without it the last β is 1. Default: 0.999. */
  betaMax?: number;
}

/**
 * Makes the cosine schedule, which destroys the data more evenly than the linear one.
 *
 * ᾱ_t = f(t + 1) / f(0), f(i) = cos²((i/steps + s) / (1 + s) · π/2), β_t = min(1 − ᾱ_t/ᾱ_{t−1}, β_max)
 *
 * Nichol and Dhariwal 2021, "Improved Denoising Diffusion Probabilistic Models", equation 17; diffusers calls it
 * squaredcos_cap_v2.
 *
 * @throws {RangeError} If an option is out of its range.
 *
 * @example Half way, half of the variance is left
 * ```ts
 * import assert from "node:assert/strict";
 * import { cosineSchedule } from "noisebook";
 *
 * assert.equal(cosineSchedule({ steps: 1000 }).alphaBar[500].toFixed(2), "0.49");
 * ```
 */
export function cosineSchedule({
  steps = 1000,
  offset = 0.008,
  betaMax = 0.999,
}: CosineScheduleOptions = {}): Schedule {
  const doing = "make a cosine schedule";
  checkInteger(steps, { doing, name: "steps", from: 1 });
  checkNumber(offset, { doing, name: "offset", from: 0 });
  checkNumber(betaMax, { doing, name: "betaMax", from: 0, to: 1 });
  const f = (i: number) => Math.cos(((i / steps + offset) / (1 + offset)) * (Math.PI / 2)) ** 2;
  const beta = Float64Array.from({ length: steps }, (_, t) => Math.min(1 - f(t + 1) / f(t), betaMax));
  return fromBetas("cosine", beta);
}
