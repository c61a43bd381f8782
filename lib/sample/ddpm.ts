import { combine } from "../core/combine.ts";
import type { HostValues } from "../core/values.ts";
import { levelPosterior } from "../process/posterior.ts";
import type { Move, Step } from "./sampler.ts";

export interface DdpmOptions {
  /**
   * The variance of the noise that each step adds: "small" is the posterior's, right for data of one point; "large" is
   * β, right for data that are normal noise themselves. Default: "small".
   */
  variance?: "small" | "large";
}

/**
 * Takes a step of ancestral sampling: draws x_s from the posterior, with the denoiser's x_0 in place of the true one.
 *
 * x_s = c_1·x_0 + c_2·x_t + √variance·ε, with the factors of `posterior`
 *
 * Ho et al. 2020, "Denoising Diffusion Probabilistic Models", algorithm 2; Nichol and Dhariwal 2021, "Improved Denoising
 * Diffusion Probabilistic Models", sections 3.1 and 4, for the two variances and for fewer steps than were trained. The
 * last step, to clean data, adds no noise.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, ddpm, linearSchedule, mixture, random, sample } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[2, -1]], deviations: [0.1] });
 * const schedule = linearSchedule();
 * const steps = await collect(sample(exact, { schedule, sampler: ddpm, steps: 50, count: 4, rng: random(7) }));
 * const { data } = steps[49].x;
 * assert.ok(data.every((value, index) => Math.abs(value - [2, -1][index % 2]) < 0.6));
 * ```
 */
export async function ddpm<X extends HostValues>(
  x: X,
  { from, to, denoise, noise }: Step<X>,
  { variance = "small" }: DdpmOptions = {},
): Promise<Move<X>> {
  const { x0, eps } = await denoise(x, from);
  const posterior = levelPosterior(from, to);
  const mean = combine([posterior.x0, x0], [posterior.xt, x]);
  if (to.s === 0) return { x: mean, x0, eps };
  const beta = from.s ** 2 - ((from.a / to.a) * to.s) ** 2;
  const deviation = Math.sqrt(variance === "small" ? posterior.variance : beta);
  return { x: combine([1, mean], [deviation, noise(x)]), x0, eps };
}
