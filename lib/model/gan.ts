import { checkInteger } from "../core/check.ts";
import { toTensor } from "../core/convert.ts";
import { hostValues } from "../core/host-values.ts";
import { sizeOf } from "../core/like.ts";
import type { Random } from "../core/random.ts";
import type { Scalar, Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import type { HostValues } from "../core/values.ts";
import type { DenseParameters } from "./layers/dense.ts";
import { denseStack, denseStackPlan } from "./layers/dense-stack.ts";
import { disposeParameters, initialise, type Plan } from "./parameters.ts";
import { normalTensor } from "./variational.ts";

export interface GanConfig {
  /** The shape of a row: [dim] or [height, width, channels]. */
  shape: readonly number[];
  /** Numbers that the generator starts from. Default: 2. */
  noise?: number;
  /** Units of each hidden layer. Default: 64. */
  width?: number;
  /** Hidden layers of each network. Default: 2. */
  layers?: number;
}

export interface GanParameters {
  /** From noise to data. */
  generator: DenseParameters[];
  /** From data to one number: how real they look. */
  critic: DenseParameters[];
}

/** Two networks that teach each other: one makes data, the other tells them from real ones. */
export interface Gan {
  readonly kind: "gan";
  readonly config: Required<GanConfig>;
  readonly shape: readonly number[];
  /** The model owns these tensors. */
  parameters: GanParameters;
  /** New data. */
  generate(count: number, options: { rng: Random }): Promise<HostValues>;
  /** How real each row looks to the critic, as a logit: above 0 is rather real. */
  judge(x: HostValues): Promise<Float32Array>;
  /** Frees the parameters. */
  dispose(): void;
}

/** Plans generator and critic. */
export function ganPlan({ shape, noise, width, layers }: Required<GanConfig>): Plan<GanParameters> {
  const hidden = Array<number>(layers).fill(width);
  const size = sizeOf(shape);
  return {
    generator: denseStackPlan([noise, ...hidden, size]),
    critic: denseStackPlan([size, ...hidden, 1]),
  };
}

/**
 * Makes a generative adversarial network of points or small pictures. Taught by `trainGan`.
 *
 * Goodfellow et al. 2014, "Generative Adversarial Nets".
 *
 * @throws {RangeError} If a size is not a whole number from 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { gan, random } from "noisebook";
 *
 * const model = gan({ shape: [2], rng: random(1) });
 * const points = await model.generate(5, { rng: random(2) });
 * assert.equal((await model.judge(points)).length, 5);
 * model.dispose();
 * ```
 */
export function gan({ rng, ...options }: GanConfig & { rng: Random }): Gan {
  const config = { noise: 2, width: 64, layers: 2, ...options };
  const { shape, noise, width, layers } = config;
  for (const [name, value] of Object.entries({ noise, width, layers }))
    checkInteger(value, { doing: "make a GAN", name, from: 1 });
  return {
    kind: "gan",
    config,
    shape,
    parameters: initialise<GanParameters>(ganPlan(config), rng),
    async generate(count, { rng }) {
      const read = () => madeRows(this.parameters.generator, { count, rng, config });
      return hostValues(await numbers(read), shape);
    },
    judge(x) {
      return numbers(() => scores(this.parameters.critic, toTensor(x)));
    },
    dispose() {
      disposeParameters(this.parameters);
    },
  };
}

/**
 * Rows that the generator makes of fresh noise, flat; pictures pass through tanh, which keeps them in [−1, 1] (Radford et al. 2016,
 * "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks", section 3).
 *
 * @returns [count, value]; the caller owns it.
 */
export function madeRows(
  generator: readonly DenseParameters[],
  { count, rng, config }: { count: number; rng: Random; config: Required<GanConfig> },
): Tensor<"batch value"> {
  return tf.tidy(() => {
    const rows = denseStack(generator, normalTensor([count, config.noise], rng));
    return config.shape.length === 3 ? tf.tanh(rows) : rows;
  });
}

/** What the critic says of each row, flat or not: [batch]; the caller owns it. */
export function scores(critic: readonly DenseParameters[], x: Tensor): Tensor<"batch"> {
  return tf.tidy(() => tf.reshape(denseStack(critic, tf.reshape(x, [x.shape[0], -1])), [-1]));
}

/**
 * The R1 penalty: the mean over rows of |∂score/∂x|², which is 0 where the critic sees no way to make real data more real.
 *
 * Mescheder et al. 2018, "Which Training Methods for GANs do actually Converge?", equation 9.
 *
 * @param x Real rows.
 * @returns A scalar whose own gradient flows to the critic; the caller owns it.
 */
export function gradientPenalty(critic: readonly DenseParameters[], x: Tensor): Scalar {
  return tf.tidy(() => {
    const slope = tf.grad((rows: tf.Tensor) => tf.sum(scores(critic, rows)))(x as tf.Tensor);
    return tf.div(tf.sum(tf.square(slope)), x.shape[0] as number);
  });
}

async function numbers(compute: () => tf.Tensor): Promise<Float32Array> {
  const y = tf.tidy(compute);
  try {
    return Float32Array.from(await y.data());
  } finally {
    y.dispose();
  }
}
