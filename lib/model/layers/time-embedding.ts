import { checkInteger } from "../../core/check.ts";
import { checkShape, type Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";

export interface TimeEmbeddingOptions {
  /** How many numbers for each time; even. */
  width: number;
  /** 2π times it is the longest period. Default: 10,000. */
  maxPeriod?: number;
}

/**
 * Sines and cosines of the time: slow ones tell early from late, fast ones tell neighbours apart.
 *
 * e = [cos(t·f_0), …, cos(t·f_{n−1}), sin(t·f_0), …, sin(t·f_{n−1})], f_i = maxPeriod^(−i/n), n = width/2
 *
 * Vaswani et al. 2017, "Attention Is All You Need", section 3.5; the order and the frequencies are those of Stable
 * Diffusion: diffusers' `get_timestep_embedding` with `flip_sin_to_cos` and `downscale_freq_shift=0`.
 *
 * @param t Times, [batch]; steps from 0 to 999 suit the default period.
 * @returns [batch, width]; the caller owns it.
 * @throws {RangeError} If width is not an even number from 2.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { timeEmbedding, toTensor } from "noisebook";
 *
 * const t = toTensor({ data: Float32Array.of(0), count: 1, dim: 1 }).reshape([1]);
 * assert.deepEqual([...(await timeEmbedding(t, { width: 4 }).data())], [1, 1, 0, 0]);
 * ```
 */
export function timeEmbedding(
  t: Tensor<"batch">,
  { width, maxPeriod = 10_000 }: TimeEmbeddingOptions,
): Tensor<"batch width"> {
  const { batch } = checkShape("t", t, "batch");
  const half = width / 2;
  checkInteger(half, { doing: "embed times", name: "half of width", from: 1 });
  return tf.tidy(() => {
    const rates = Float32Array.from({ length: half }, (_, index) => maxPeriod ** (-index / half));
    const angles = tf.mul(tf.reshape(t, [batch, 1]), tf.tensor(rates, [1, half]));
    return tf.concat([tf.cos(angles), tf.sin(angles)], 1);
  });
}
