/** Codes that are Gaussians: what the encoders of VAE, DRAW and the latent autoencoder make. */
import { checkPositive } from "../core/check.ts";
import { type AnyTensor, checkShape, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";

/** A Gaussian for each number of a code, by its mean and the logarithm of its variance. */
export interface GaussianLatent {
  mean: Tensor;
  logVariance: Tensor;
}

/**
 * Draws a code so that the gradient passes through the draw: z = μ + σ · noise.
 *
 * Kingma and Welling 2014, "Auto-Encoding Variational Bayes", section 2.4.
 *
 * @param noise Standard normal numbers of the code's shape.
 * @returns A tensor of the code's shape; the caller owns it.
 */
export function reparameterise({ mean, logVariance }: GaussianLatent, noise: Tensor): AnyTensor {
  return tf.tidy(() => tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise)));
}

/**
 * The Kullback-Leibler divergence of each row's Gaussian from N(0, I): ½ Σ (μ² + σ² − 1 − ln σ²).
 *
 * Kingma and Welling 2014, "Auto-Encoding Variational Bayes", appendix B.
 *
 * @returns Nats for each row, [batch], at least 0; the caller owns it.
 * @throws {ShapeError} If mean and logVariance differ in shape.
 */
export function latentKl({ mean, logVariance }: GaussianLatent): Tensor<"batch"> {
  checkShape("logVariance", logVariance, mean.shape.join(" "));
  return tf.tidy(() => {
    const terms = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1));
    return tf.mul(tf.sum(tf.reshape(terms, [mean.shape[0], -1]), 1), 0.5);
  });
}

/**
 * The Kullback-Leibler divergence of a diagonal Gaussian from N(0, I), on the host in double precision.
 *
 * ½ Σ (μ² + σ² − 1 − ln σ²)
 *
 * @param mean μ, one number for each dimension.
 * @param deviation σ, above 0.
 * @returns Nats, at least 0.
 * @throws {RangeError} If a deviation is not above 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { klToNormal } from "noisebook";
 *
 * assert.equal(klToNormal([0, 0], [1, 1]), 0);
 * assert.equal(klToNormal([2], [1]), 2);
 * ```
 */
export function klToNormal(mean: ArrayLike<number>, deviation: ArrayLike<number>): number {
  checkShape("deviation", { shape: [deviation.length] }, String(mean.length));
  return Array.from(mean).reduce((sum, mu, at) => {
    const variance = checkPositive(deviation[at], { doing: "compute a divergence", name: "deviation" }) ** 2;
    return sum + (mu ** 2 + variance - 1 - Math.log(variance)) / 2;
  }, 0);
}
