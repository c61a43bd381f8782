/** Noise levels: one law, x = a·x_0 + s·ε, for diffusion by steps, by σ and by flow. */
import { checkNumber } from "../core/check.ts";
import type { Schedule } from "./schedule.ts";

/**
 * How much of a noised x is data and how much is noise: x = a·x_0 + s·ε.
 *
 * Diffusion by steps has a = √ᾱ_t and s = √(1 − ᾱ_t), diffusion by σ has a = 1 and s = σ, flow has a = 1 − t and s = t.
 */
export interface Level {
  /** The time that a model is told: the step (between two steps also a fraction; −1 is clean data), σ, or flow's t. */
  t: number;
  /** The factor of the data. */
  a: number;
  /** The factor of the noise. */
  s: number;
  /** s/a, the noise for each unit of data; infinite where nothing of the data is left. */
  sigma: number;
}

/**
 * Returns the noise level of a step.
 *
 * @param t 0 to schedule.steps − 1, or −1 for clean data; between two steps, σ is interpolated.
 * @throws {RangeError} If t lies outside the schedule.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { levelAt, scaledLinearSchedule } from "noisebook";
 *
 * const { a, s, sigma } = levelAt(scaledLinearSchedule(), 999);
 * assert.equal(sigma.toFixed(4), "14.6146");
 * assert.equal((a * a + s * s).toFixed(12), "1.000000000000");
 * ```
 */
export function levelAt(schedule: Schedule, t: number): Level {
  if (t === -1) return { t, a: 1, s: 0, sigma: 0 };
  checkNumber(t, { doing: "find the noise level", name: "t", from: 0, to: schedule.steps - 1 });
  if (Number.isInteger(t)) {
    const alphaBar = schedule.alphaBar[t];
    const a = Math.sqrt(alphaBar);
    const s = Math.sqrt(1 - alphaBar);
    return { t, a, s, sigma: s / a };
  }
  const below = Math.floor(t);
  const [low, high] = [levelAt(schedule, below).sigma, levelAt(schedule, below + 1).sigma];
  return { ...unitVariance(low + (t - below) * (high - low)), t };
}

/** λ = ln(a/s), half the logarithm of the signal-to-noise ratio. Lu et al. 2022, "DPM-Solver", section 2.1. */
export function lambdaOf({ a, s }: Level): number {
  return Math.log(a / s);
}

/**
 * Returns the noise level of σ for a model that was trained on a schedule; its t is found between two steps, by ln σ.
 *
 * @param sigma 0 for clean data, or any positive number; beyond the schedule's ends, t stays at the end.
 * @throws {RangeError} If sigma is negative or not a number.
 */
export function levelOf(schedule: Schedule, sigma: number): Level {
  checkNumber(sigma, { doing: "find the noise level", name: "sigma", from: 0 });
  if (sigma === 0) return levelAt(schedule, -1);
  return { ...unitVariance(sigma), t: timeOf(schedule, sigma) };
}

/** Returns the level x = x_0 + σ·ε, at which the data keep their size; σ from 0. */
export function sigmaLevel(sigma: number): Level {
  checkNumber(sigma, { doing: "find the noise level", name: "sigma", from: 0 });
  return { t: sigma, a: 1, s: sigma, sigma };
}

/** Returns flow's level x = (1 − t)·x_0 + t·ε, t from 0 (data) to 1 (noise). */
export function flowLevel(t: number): Level {
  checkNumber(t, { doing: "find the noise level", name: "flow's t", from: 0, to: 1 });
  return { t, a: 1 - t, s: t, sigma: t / (1 - t) };
}

/** The level with this σ and a² + s² = 1. */
function unitVariance(sigma: number): Omit<Level, "t"> {
  const a = 1 / Math.hypot(1, sigma);
  return { a, s: Number.isFinite(sigma) ? sigma * a : 1, sigma };
}

/** Where ln σ of the schedule, joined by straight lines, has the value ln sigma. */
function timeOf(schedule: Schedule, sigma: number): number {
  const last = schedule.steps - 1;
  const logSigma = (t: number) => Math.log(levelAt(schedule, t).sigma);
  let [low, high] = [0, last];
  const log = Math.log(sigma);
  if (log <= logSigma(low)) return low;
  if (log >= logSigma(high)) return high;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (logSigma(middle) <= log) low = middle;
    else high = middle;
  }
  const [below, above] = [logSigma(low), logSigma(high)];
  return low + (log - below) / (above - below);
}
