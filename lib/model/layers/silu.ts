import type { Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";

/**
 * The activation of most diffusion models: silu(x) = x · sigmoid(x) = x / (1 + e^−x).
 *
 * Elfwing et al. 2018, "Sigmoid-Weighted Linear Units"; also called swish.
 *
 * @returns Values of the shape of x; the caller owns it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { silu, toTensor } from "noisebook";
 *
 * const y = await silu(toTensor({ data: Float32Array.of(1), count: 1, dim: 1 })).data();
 * assert.equal(y[0].toFixed(6), (1 / (1 + Math.exp(-1))).toFixed(6));
 * ```
 */
export function silu<Axes extends string>(x: Tensor<Axes>): Tensor<Axes> {
  return tf.tidy(() => tf.mul(x, tf.sigmoid(x)));
}
