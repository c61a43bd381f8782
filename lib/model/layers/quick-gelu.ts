import type { Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";

/**
 * The activation of OpenAI's CLIP: x · sigmoid(1.702 · x), close to GELU and cheaper.
 *
 * Hendrycks and Gimpel 2016, "Gaussian Error Linear Units (GELUs)", section 2.
 *
 * @returns Values of the shape of x; the caller owns it.
 */
export function quickGelu<Axes extends string>(x: Tensor<Axes>): Tensor<Axes> {
  return tf.tidy(() => tf.mul(x, tf.sigmoid(tf.mul(x, 1.702))));
}
