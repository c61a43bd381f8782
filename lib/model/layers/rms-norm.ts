import { checkShape, type Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";

/** The learned scale of each channel. */
export interface RmsNormParameters {
  gamma: Tensor<"channel">;
}

/**
 * RMS norm: the channels at each position get mean square 1, then each its scale; they are not centred.
 *
 * y = γ · x / √(mean(x²) + ε)
 *
 * Zhang and Sennrich 2019, "Root Mean Square Layer Normalization", equation 4.
 *
 * @param x Values with the channels last.
 * @returns Values of the shape of x; the caller owns it.
 * @throws {ShapeError} If x has not as many channels as gamma.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rmsNorm, toTensor } from "noisebook";
 *
 * const gamma = toTensor({ data: Float32Array.of(1, 10), count: 1, dim: 2 }).reshape([2]);
 * const x = toTensor({ data: Float32Array.of(5, 5), count: 1, dim: 2 });
 * assert.deepEqual([...(await rmsNorm({ gamma }, x).data())].map(Math.round), [1, 10]);
 * ```
 */
export function rmsNorm<Axes extends string>(
  { gamma }: RmsNormParameters,
  x: Tensor<Axes>,
  { epsilon = 1e-6 }: { epsilon?: number } = {},
): Tensor<Axes> {
  checkShape("x", x, "... channel", { channel: gamma.size });
  return tf.tidy(() => {
    const squares = tf.mean(tf.square(x), -1, true);
    return tf.mul(tf.mul(x, tf.rsqrt(tf.add(squares, epsilon))), gamma);
  });
}
