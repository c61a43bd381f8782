import type { HostValues } from "../core/values.ts";
import { holdNoise, type Move, type Step } from "./sampler.ts";

/**
 * Takes Euler's step along the probability-flow ODE dx/dσ = (x − D(x, σ))/σ = ε.
 *
 * x' = x + (σ' − σ)·ε
 *
 * Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based Generative Models", algorithm 1 without line 6 to
 * 8. First order: twice the steps, half the error.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, euler, karrasSigmas, mixture, random, sample } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[3]], deviations: [0.2] });
 * const steps = await collect(sample(exact, { sigmas: karrasSigmas({ steps: 20 }), sampler: euler, rng: random(1) }));
 * assert.ok(Math.abs(steps[19].x.data[0] - 3) < 1);
 * ```
 */
export async function euler<X extends HostValues>(x: X, step: Step<X>): Promise<Move<X>> {
  const { x0, eps } = await step.denoise(x, step.from);
  return { x: holdNoise(x, eps, step), x0, eps };
}
