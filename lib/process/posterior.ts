import { checkInteger } from "../core/check.ts";
import type { Level } from "../schedule/level.ts";
import type { Schedule } from "../schedule/schedule.ts";

/** The normal distribution of a less noised x, given x_0 and x_t: its mean is x0·x_0 + xt·x_t. */
export interface Posterior {
  /** The factor of x_0 in the mean. */
  x0: number;
  /** The factor of x_t in the mean. */
  xt: number;
  /** The variance of each number. */
  variance: number;
}

/**
 * Returns the posterior q(x_s | x_t, x_0): where x was at step s, when both ends are known.
 *
 * mean = β √ᾱ_s/(1 − ᾱ_t) · x_0 + (1 − ᾱ_s) √α/(1 − ᾱ_t) · x_t, variance = β (1 − ᾱ_s)/(1 − ᾱ_t),
 * with α = ᾱ_t/ᾱ_s and β = 1 − α, which are α_t and β_t for neighbouring steps
 *
 * Ho et al. 2020, "Denoising Diffusion Probabilistic Models", equations 6 and 7; Kingma et al. 2021, "Variational
 * Diffusion Models", appendix A.2, for steps that are not neighbours.
 *
 * @param t The noisier step, 0 to schedule.steps − 1.
 * @param s The less noisy step, −1 (clean data) to t − 1. Default: t − 1.
 * @throws {RangeError} If a step is out of its range.
 *
 * @example The variance is not β: at t = 1 it is less than half of it
 * ```ts
 * import assert from "node:assert/strict";
 * import { linearSchedule, posterior } from "noisebook";
 *
 * const schedule = linearSchedule();
 * assert.equal(posterior(schedule, 1).variance.toExponential(2), "5.45e-5");
 * assert.equal(schedule.beta[1].toExponential(2), "1.20e-4");
 * assert.deepEqual(posterior(schedule, 0), { x0: 1, xt: 0, variance: 0 });
 * ```
 */
export function posterior(schedule: Schedule, t: number, s = t - 1): Posterior {
  const doing = "compute the posterior";
  checkInteger(t, { doing, name: "t", from: 0, to: schedule.steps - 1 });
  checkInteger(s, { doing, name: "s", from: -1, to: t - 1 });
  const alphaBar = schedule.alphaBar[t];
  const before = s === -1 ? 1 : schedule.alphaBar[s];
  return mix({
    alpha: alphaBar / before,
    // 1 − α loses digits; between neighbours β is known exactly. From clean data it cancels, digits and all.
    beta: s === t - 1 && s >= 0 ? schedule.beta[t] : 1 - alphaBar / before,
    to: { a: Math.sqrt(before), noise: 1 - before },
    noise: 1 - alphaBar,
  });
}

/** Returns the posterior between any two noise levels, `to` less noisy than `from`. */
export function levelPosterior(from: Level, to: Level): Posterior {
  const alpha = (from.a / to.a) ** 2;
  const noise = from.s ** 2;
  const left = to.s ** 2;
  return mix({ alpha, beta: noise - alpha * left, to: { a: to.a, noise: left }, noise });
}

interface Parts {
  /** The share of the data's variance that is left on the way from s to t. */
  alpha: number;
  /** The variance added on that way. */
  beta: number;
  /** The level s: the data's factor and the variance of the noise. */
  to: { a: number; noise: number };
  /** The variance of the noise at t. */
  noise: number;
}

function mix({ alpha, beta, to, noise }: Parts): Posterior {
  return {
    x0: (beta * to.a) / noise,
    xt: (to.noise * Math.sqrt(alpha)) / noise,
    variance: (beta * to.noise) / noise,
  };
}
