import { combine } from "../core/combine.ts";
import type { HostValues } from "../core/values.ts";
import { holdNoise, type Move, type Step } from "./sampler.ts";

/**
 * Takes Heun's step along the probability-flow ODE: an Euler step to look ahead, then the mean of both directions.
 *
 * x' = x + (σ' − σ)·(ε + ε')/2, ε' the noise found at the end of the Euler step
 *
 * Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based Generative Models", algorithm 1. Second order at
 * two evaluations a step; the last step, to σ = 0, is Euler's.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, heun, karrasSigmas, mixture, random, sample } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[3]], deviations: [0.2] });
 * const steps = await collect(sample(exact, { sigmas: karrasSigmas({ steps: 20 }), sampler: heun, rng: random(1) }));
 * assert.equal(steps[19].evaluations, 39);
 * ```
 */
export async function heun<X extends HostValues>(x: X, step: Step<X>): Promise<Move<X>> {
  const { x0, eps } = await step.denoise(x, step.from);
  const ahead = holdNoise(x, eps, step);
  if (step.to.s === 0) return { x: ahead, x0, eps };
  const next = await step.denoise(ahead, step.to);
  return { x: holdNoise(x, combine([0.5, eps], [0.5, next.eps]), step), x0, eps };
}
