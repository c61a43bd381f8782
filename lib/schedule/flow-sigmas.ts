import { checkInteger, checkNumber, checkPositive } from "../core/check.ts";
import { evenly } from "./schedule.ts";

export interface FlowSigmasOptions {
  /** How many steps the list makes, at least 1; it has one number more. */
  steps: number;
  /** k: above 1 puts more steps where there is much noise, as large pictures need. Default: 1. */
  shift?: number;
  /** The last level before 0, not yet shifted. Default: 1/1000, itself shifted once, as Stable Diffusion 3 has it. */
  sigmaMin?: number;
}

/**
 * Lists flow's times from 1 (noise) to 0 (data); flow's t is its σ: x_t = (1 − t)·x_0 + t·ε.
 *
 * σ' = k σ / (1 + (k − 1) σ) over evenly spaced σ, then 0
 *
 * Esser et al. 2024, "Scaling Rectified Flow Transformers for High-Resolution Image Synthesis", equation 23.
 *
 * @returns steps + 1 falling numbers.
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { flowSigmas } from "noisebook";
 *
 * const sigmas = flowSigmas({ steps: 10, shift: 3 });
 * assert.deepEqual([sigmas[0], sigmas[1].toFixed(5), sigmas[10]], [1, "0.96013", 0]);
 * ```
 */
export function flowSigmas({ steps, shift = 1, sigmaMin }: FlowSigmasOptions): Float64Array {
  const doing = "list flow sigmas";
  checkInteger(steps, { doing, name: "steps", from: 1 });
  checkPositive(shift, { doing, name: "shift" });
  const shifted = (sigma: number) => (shift * sigma) / (1 + (shift - 1) * sigma);
  const last = sigmaMin ?? shifted(1 / 1000);
  checkPositive(last, { doing, name: "sigmaMin" });
  checkNumber(last, { doing, name: "sigmaMin", to: 1 });
  return Float64Array.of(...evenly(1, last, steps).map(shifted), 0);
}

export interface FluxSigmasOptions {
  /** How many steps the list makes, at least 1; it has one number more. */
  steps: number;
  /** How many tokens the picture is for the transformer: (height/16)·(width/16) for Flux. */
  tokens: number;
}

/**
 * Lists flow's times as Flux does: the larger the picture, the larger the shift.
 *
 * k = e^μ, μ = 0.5 + (1.15 − 0.5)·(tokens − 256)/(4096 − 256), over σ = 1, 1 − 1/N, …, 1/N, then 0
 *
 * Black Forest Labs 2024, FLUX.1 and its published code.
 *
 * @returns steps + 1 falling numbers.
 * @throws {RangeError} If an option is out of its range.
 *
 * @example A picture of 1024 × 1024 has 4096 tokens
 * ```ts
 * import assert from "node:assert/strict";
 * import { fluxSigmas } from "noisebook";
 *
 * const sigmas = fluxSigmas({ steps: 28, tokens: 4096 });
 * assert.deepEqual([sigmas[0], sigmas[14].toFixed(4), sigmas[28]], [1, "0.7595", 0]); // e^1.15 / (1 + e^1.15)
 * ```
 */
export function fluxSigmas({ steps, tokens }: FluxSigmasOptions): Float64Array {
  checkInteger(tokens, { doing: "list flow sigmas", name: "tokens", from: 1 });
  const mu = 0.5 + ((1.15 - 0.5) * (tokens - 256)) / (4096 - 256);
  return flowSigmas({ steps, shift: Math.exp(mu), sigmaMin: 1 / steps });
}
