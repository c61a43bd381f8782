import { type Coefficient, combine, mapCoefficient } from "../core/combine.ts";
import { type NoiseOptions, noiseFor } from "../core/gaussian.ts";
import { tidy } from "../core/tidy.ts";
import type { Values } from "../core/values.ts";
import { flowLevel } from "../schedule/level.ts";

/**
 * Draws x_t on the straight line from data to noise that flow models learn.
 *
 * x_t = (1 − t) · x_0 + t · ε; its velocity is ε − x_0, the target "flow"
 *
 * Liu et al. 2022, "Flow Straight and Fast", with data at t = 0 as in Stable Diffusion 3 and Flux. Divided by 1 − t it is
 * data with noise of σ = t/(1 − t).
 *
 * @param x0 Clean data: images, points or a tensor with the batch first.
 * @param t Time, 0 to 1: one for the batch, or one per row.
 * @param options The noise, or rng to draw it from.
 * @returns Noised data of the kind and shape of x0; the caller owns a tensor.
 * @throws {ShapeError} If noise and x0 differ in kind or shape.
 * @throws {RangeError} If a time lies outside 0 to 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { flowForward } from "noisebook";
 *
 * const x0 = { data: Float64Array.of(4), count: 1, dim: 1 };
 * const noise = { data: Float64Array.of(-2), count: 1, dim: 1 };
 * assert.equal(flowForward(x0, 0.25, { noise }).data[0], 2.5);
 * ```
 */
export function flowForward<X extends Values>(x0: X, t: Coefficient, options: NoiseOptions<X>): X {
  const a = mapCoefficient(t, (time) => flowLevel(time).a);
  return tidy(x0, () => combine([a, x0], [t, noiseFor(x0, options)]));
}
