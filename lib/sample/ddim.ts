import { checkNumber } from "../core/check.ts";
import { combine } from "../core/combine.ts";
import type { HostValues } from "../core/values.ts";
import { levelPosterior } from "../process/posterior.ts";
import type { Move, Step } from "./sampler.ts";

export interface DdimOptions {
  /** How much noise each step adds: 0 adds none, 1 as much as DDPM. Default: 0. */
  eta?: number;
}

/**
 * Takes a step of DDIM: takes x apart into data and noise, and mixes both again for the next level.
 *
 * x_s = √ᾱ_s·x_0 + √(1 − ᾱ_s − σ²)·ε + σ·ε', σ = η·(posterior's deviation), ε' fresh noise
 *
 * Song et al. 2021, "Denoising Diffusion Implicit Models", equations 12 and 16. With η = 0 the same start always gives the
 * same result, and the step is Euler's in σ; with η = 1 each step adds the noise of `ddpm`.
 *
 * @param x Data at the level `step.from`.
 * @param step The levels, the denoiser and where to draw noise; see `Step`.
 * @param options
 * @param options.eta η, from 0. Default: 0.
 * @returns Data at the level `step.to`, and what the denoiser said.
 * @throws {RangeError} If eta is negative, or so large that more noise would be added than the next level has.
 *
 * @example To set an option, wrap the sampler
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, cosineSchedule, ddim, mixture, random, sample, type Sampler } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[2, -1]], deviations: [0.1] });
 * const noisy: Sampler = (x, step) => ddim(x, step, { eta: 1 });
 * const setup = { schedule: cosineSchedule(), steps: 25, rng: random(7) };
 * for (const sampler of [ddim, noisy]) {
 *   const steps = await collect(sample(exact, { ...setup, sampler }));
 *   assert.ok(Math.abs(steps[24].x.data[0] - 2) < 0.5);
 * }
 * ```
 */
export async function ddim<X extends HostValues>(
  x: X,
  { from, to, denoise, noise }: Step<X>,
  { eta = 0 }: DdimOptions = {},
): Promise<Move<X>> {
  checkNumber(eta, { doing: "sample with ddim", name: "eta", from: 0 });
  const { x0, eps } = await denoise(x, from);
  if (eta === 0 || to.s === 0) return { x: combine([to.a, x0], [to.s, eps]), x0, eps };
  const variance = eta ** 2 * levelPosterior(from, to).variance;
  if (variance > to.s ** 2)
    throw new RangeError(
      `Cannot sample with ddim: eta must be so small that the step to t = ${to.t} can hold its noise, got ${eta}`,
    );
  const next = combine([to.a, x0], [Math.sqrt(to.s ** 2 - variance), eps], [Math.sqrt(variance), noise(x)]);
  return { x: next, x0, eps };
}
