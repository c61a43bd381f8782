import type { Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";

/**
 * The activation of most transformers: gelu(x) = x · Φ(x), Φ being the distribution function of N(0, 1).
 *
 * Φ(x) = (1 + erf(x/√2)) / 2. Hendrycks and Gimpel 2016, "Gaussian Error Linear Units (GELUs)", equation 1; the exact
 * form, as PyTorch's.
 *
 * @returns Values of the shape of x; the caller owns it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { gelu, toTensor } from "noisebook";
 *
 * const y = await gelu(toTensor({ data: Float32Array.of(1), count: 1, dim: 1 })).data();
 * assert.equal(y[0].toFixed(4), "0.8413"); // Φ(1)
 * ```
 */
export function gelu<Axes extends string>(x: Tensor<Axes>): Tensor<Axes> {
  return tf.tidy(() => tf.mul(x, tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5)));
}
