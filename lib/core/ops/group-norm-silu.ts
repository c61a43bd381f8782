import type { GroupNormAttributes } from "../backend/fused-kernels.ts";
import { hasKernel } from "../backend/kernel.ts";
import { checkOneOf, show } from "../check.ts";
import { ShapeError, type Tensor } from "../tensor.ts";
import { tf } from "../tf.ts";

export interface GroupNormOptions {
  /** Scale of each channel. */
  gamma: Tensor<"channel">;
  /** Shift of each channel. */
  beta: Tensor<"channel">;
  /** How many groups the channels are split into. */
  groups: number;
  /** Added to the variance. Default: 1e-5. */
  epsilon?: number;
  /** What follows the norm. Default: "silu". */
  activation?: "silu" | "none";
}

/**
 * Normalizes each group of channels over all positions of one picture, scales and shifts each channel, and applies
 * SiLU, as one operation with its gradient.
 *
 * y = silu(γ · (x − μ_g) / √(σ²_g + ε) + β), silu(z) = z / (1 + e^−z)
 *
 * Wu and He 2018, "Group Normalization", equations 1 to 3; the variance is the biased one.
 *
 * @param x Values with the batch first and the channels last: [batch, ..., channel].
 * @returns Values of the shape of x; the caller owns it.
 * @throws {ShapeError} If x has fewer than 2 axes, groups does not divide the channels, or gamma or beta has not one
 *   value per channel.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { groupNormSilu, toTensor } from "noisebook";
 *
 * const x = toTensor({ data: Float32Array.of(1, 3), count: 1, dim: 2 });
 * const gamma = toTensor({ data: Float32Array.of(1, 1), count: 1, dim: 2 }).reshape([2]);
 * const beta = toTensor({ data: Float32Array.of(0, 0), count: 1, dim: 2 }).reshape([2]);
 * const y = groupNormSilu(x, { gamma, beta, groups: 1, activation: "none" });
 * assert.deepEqual([...(await y.data())].map(Math.round), [-1, 1]);
 * ```
 */
export function groupNormSilu<Axes extends string>(x: Tensor<Axes>, options: GroupNormOptions): Tensor<Axes> {
  const { gamma, beta, groups, epsilon = 1e-5, activation = "silu" } = options;
  const channels = x.shape[x.rank - 1];
  if (x.rank < 2)
    throw new ShapeError(`Cannot use x: expected axes [batch, ..., channel], got shape ${show(x.shape)}`);
  if (!(groups >= 1) || channels % groups !== 0)
    throw new ShapeError(
      `Cannot normalize x: groups must divide its ${channels} channels, got ${show(groups)}`,
    );
  for (const [name, vector] of Object.entries({ gamma, beta }))
    if (vector.rank !== 1 || vector.size !== channels)
      throw new ShapeError(`Cannot use ${name}: expected shape [${channels}], got ${show(vector.shape)}`);
  checkOneOf(activation, { doing: "normalize x", name: "activation", names: ["silu", "none"] as const });
  const attributes = { groups, epsilon, silu: activation === "silu" };
  return hasKernel("GroupNormSilu")
    ? fused(x, gamma, beta, attributes)
    : composed(x, gamma, beta, attributes);
}

function fused(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor, attributes: GroupNormAttributes): tf.Tensor {
  const run = (name: string, inputs: Record<string, tf.Tensor>) =>
    tf.engine().runKernel(name, inputs, { ...attributes }) as tf.Tensor[];
  const operation = tf.customGrad((...args) => {
    const [x, gamma, beta, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const [value, statistics] = run("GroupNormSilu", { x, gamma, beta });
    save([x, gamma, beta, statistics]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [x, gamma, beta, statistics] = saved;
      return run("GroupNormSiluGrad", { dy, x, gamma, beta, statistics });
    };
    return { value, gradFunc: gradFunc as never };
  });
  return tf.tidy(() => operation(x, gamma, beta));
}

function composed(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  { groups, epsilon, silu }: GroupNormAttributes,
): tf.Tensor {
  return tf.tidy(() => {
    const channels = gamma.size;
    const parts = tf.reshape(x, [x.shape[0], -1, groups, channels / groups]);
    const centered = tf.sub(parts, tf.mean(parts, [1, 3], true));
    const variance = tf.mean(tf.square(centered), [1, 3], true);
    const normed = tf.reshape(tf.mul(centered, tf.rsqrt(tf.add(variance, epsilon))), x.shape);
    const scaled = tf.add(tf.mul(normed, gamma), beta);
    return silu ? tf.mul(scaled, tf.sigmoid(scaled)) : scaled;
  });
}
