import type { Random } from "../core/random.ts";
import type { AnyTensor, Scalar, Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";

/**
 * The negative evidence lower bound on a batch: scalars, in nats for each row.
 *
 * loss = reconstruction + weight · KL, reconstruction = −ln p(x | z) up to a constant
 *
 * Kingma and Welling 2014, "Auto-Encoding Variational Bayes", equation 3; with a weight Higgins et al. 2017, "beta-VAE".
 */
export interface Bound {
  loss: Scalar;
  reconstruction: Scalar;
  kl: Scalar;
}

/** A model that learns to rebuild what it has seen from a code: VAE, DRAW and the latent autoencoder. */
export interface Variational<P extends object = object> {
  readonly kind: string;
  /** The shape of a row: [dim] or [height, width, channels]. */
  readonly shape: readonly number[];
  parameters: P;
  /** Computes the bound on the rows of x, whose codes are drawn with rng; borrows all. */
  bound(parameters: P, x: Tensor, rng: Random): Bound;
}

/** The two parts of a bound, for each row, and how much the second counts. */
interface Parts {
  reconstruction: Tensor<"batch">;
  kl: Tensor<"batch">;
  weight: number;
}

/** Computes a bound from its parts; of the tensors made on the way nothing is kept. */
export function boundOf(parts: () => Parts): Bound {
  return tf.tidy(() => {
    const { weight, ...rows } = parts();
    const [reconstruction, kl] = [tf.mean(rows.reconstruction), tf.mean(rows.kl)];
    return { loss: tf.add(reconstruction, tf.mul(kl, weight)), reconstruction, kl } as never;
  }) as Bound;
}

/** −ln N(x; y, deviation²) up to a constant, summed over each row: [batch]. */
export function gaussianCost(x: Tensor, y: Tensor, deviation: number): AnyTensor {
  return tf.tidy(() => {
    const squares = tf.sum(tf.reshape(tf.squaredDifference(x, y), [x.shape[0], -1]), 1);
    return tf.div(squares, 2 * deviation ** 2);
  });
}

/** Standard normal numbers of this shape. */
export function normalTensor(shape: readonly number[], rng: Random): AnyTensor {
  const size = shape.reduce((product, side) => product * side, 1);
  return tf.tensor(Float32Array.from(rng.normal(size)), [...shape]);
}
