import type { Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";

/**
 * GELU by its approximation: x/2 · (1 + tanh(√(2/π) · (x + 0.044715 · x³))).
 *
 * Hendrycks and Gimpel 2016, "Gaussian Error Linear Units (GELUs)", section 2; PyTorch's `approximate="tanh"`.
 *
 * @returns Values of the shape of x; the caller owns it.
 */
export function tanhGelu<Axes extends string>(x: Tensor<Axes>): Tensor<Axes> {
  return tf.tidy(() => {
    const inner = tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
    return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
  });
}
