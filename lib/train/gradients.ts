/** What is done to gradients before they change the parameters. */
import type { Scalar, Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";

/**
 * Returns the length of all gradients as one vector: √(Σ g²).
 *
 * @returns A scalar that the caller owns.
 */
export function globalNorm(gradients: readonly Tensor[]): Scalar {
  return tf.tidy(() => {
    const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
    return tf.sqrt(tf.sum(tf.stack(squares))) as tf.Scalar;
  });
}

/**
 * Shortens gradients that are together longer than `limit`; their direction stays.
 *
 * g·min(1, limit/(norm + 10⁻⁶)), Pascanu et al. 2013, "On the Difficulty of Training Recurrent Neural Networks",
 * algorithm 1; the numbers are those of PyTorch's clip_grad_norm_.
 *
 * @param norm See `globalNorm`.
 * @returns New tensors, which the caller owns.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { clipGradients, toTensor } from "noisebook";
 *
 * const [clipped] = clipGradients([toTensor({ data: Float32Array.of(3, 4), count: 1, dim: 2 })], { norm: 5, limit: 1 });
 * assert.deepEqual([...(await clipped.data())].map((value) => value.toFixed(3)), ["0.600", "0.800"]);
 * ```
 */
export function clipGradients(
  gradients: readonly Tensor[],
  { norm, limit }: { norm: number; limit: number },
): Tensor[] {
  const factor = Math.min(1, limit / (norm + 1e-6));
  return gradients.map((gradient) => tf.tidy(() => tf.mul(gradient, factor)));
}
