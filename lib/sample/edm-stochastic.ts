import { checkNumber } from "../core/check.ts";
import { combine } from "../core/combine.ts";
import type { HostValues } from "../core/values.ts";
import { heun } from "./heun.ts";
import type { Move, Step } from "./sampler.ts";

export interface EdmStochasticOptions {
  /** S_churn: how much noise is added in all. Default: 40. */
  churn?: number;
  /** S_tmin and S_tmax: the σ between which noise is added. Default: everywhere. */
  between?: readonly [number, number];
  /** S_noise: the deviation of the added noise, a little above 1 to make up for lost detail. Default: 1.003. */
  noiseScale?: number;
}

/**
 * Takes a step of EDM's stochastic sampler: raises the noise a little, then takes Heun's step from there.
 *
 * σ̂ = σ·(1 + γ), γ = min(S_churn/N, √2 − 1); x̂ = x + √(σ̂² − σ²)·S_noise·ε'
 *
 * Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based Generative Models", algorithm 2. The fresh noise
 * corrects errors of earlier steps.
 *
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, edmStochastic, karrasSigmas, mixture, random, sample } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[3]], deviations: [0.2] });
 * const setup = { sigmas: karrasSigmas({ steps: 20 }), sampler: edmStochastic, rng: random(1) };
 * const steps = await collect(sample(exact, setup));
 * assert.ok(Math.abs(steps[19].x.data[0] - 3) < 1);
 * ```
 */
export async function edmStochastic<X extends HostValues>(
  x: X,
  step: Step<X>,
  { churn = 40, between = [0, Infinity], noiseScale = 1.003 }: EdmStochasticOptions = {},
): Promise<Move<X>> {
  const doing = "sample with edmStochastic";
  checkNumber(churn, { doing, name: "churn", from: 0 });
  checkNumber(noiseScale, { doing, name: "noiseScale", from: 0 });
  const { from, steps } = step;
  const [low, high] = between;
  // Infinite noise cannot be raised; Heun's step says so.
  if (churn === 0 || from.sigma === Infinity || from.sigma < low || from.sigma > high) return heun(x, step);
  const gamma = Math.min(churn / steps, Math.SQRT2 - 1);
  const raised = step.levelOf(from.sigma * (1 + gamma));
  const added = Math.sqrt(raised.sigma ** 2 - from.sigma ** 2) * noiseScale;
  const noised = combine([raised.a / from.a, x], [raised.a * added, step.noise(x)]);
  return heun(noised, { ...step, from: raised });
}
