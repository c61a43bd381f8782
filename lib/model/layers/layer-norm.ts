import { groupNormSilu } from "../../core/ops/group-norm-silu.ts";
import { checkShape, type Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";
import type { NormParameters } from "./group-norm.ts";

export interface LayerNormOptions {
  /** Added to the variance. Default: 1e-5. */
  epsilon?: number;
}

/**
 * Layer norm: the channels at each position get mean 0 and variance 1, then each its scale and shift.
 *
 * y = γ · (x − μ) / √(σ² + ε) + β
 *
 * Ba et al. 2016, "Layer Normalization", equations 3 and 4. Its parameters are planned by `normPlan`.
 *
 * @param x Values with the channels last: [..., channel].
 * @returns Values of the shape of x; the caller owns it.
 * @throws {ShapeError} If x has not as many channels as the parameters.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { initialise, layerNorm, type NormParameters, normPlan, random, toTensor } from "noisebook";
 *
 * const norm = initialise<NormParameters>(normPlan({ channels: 2 }), random(1));
 * const x = toTensor({ data: Float32Array.of(1, 3, 20, 10), count: 2, dim: 2 });
 * assert.deepEqual([...(await layerNorm(norm, x).data())].map(Math.round), [-1, 1, 1, -1]);
 * ```
 */
export function layerNorm<Axes extends string>(
  { gamma, beta }: NormParameters,
  x: Tensor<Axes>,
  { epsilon = 1e-5 }: LayerNormOptions = {},
): Tensor<Axes> {
  checkShape("x", x, "... channel", { channel: gamma.size });
  return tf.tidy(() => {
    const rows = tf.reshape(x, [-1, gamma.size]);
    const normed = groupNormSilu(rows, { gamma, beta, groups: 1, epsilon, activation: "none" });
    return tf.reshape(normed, x.shape);
  });
}
