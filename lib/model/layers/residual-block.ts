import { checkShape, type Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";
import type { Plan } from "../parameters.ts";
import { type ConvParameters, conv, convPlan } from "./conv.ts";
import { type DenseParameters, dense, densePlan } from "./dense.ts";
import { groupNorm, type NormParameters, normPlan } from "./group-norm.ts";

export interface ResidualBlockParameters {
  norm1: NormParameters;
  conv1: ConvParameters;
  /** From the time's features to a shift of each channel. */
  time?: DenseParameters | undefined;
  norm2: NormParameters;
  conv2: ConvParameters;
  /** Takes x to as many channels as the result has, where these differ. */
  skip?: ConvParameters | undefined;
}

export interface ResidualBlockSizes {
  inputs: number;
  outputs: number;
  /** Features of the time; without them the block knows no time, as in an autoencoder. */
  time?: number;
}

/** Plans a block whose second convolution starts at zero, so that at first it only passes x on (Ho et al. 2020). */
export function residualBlockPlan({
  inputs,
  outputs,
  time,
}: ResidualBlockSizes): Plan<ResidualBlockParameters> {
  return {
    norm1: normPlan({ channels: inputs }),
    conv1: convPlan({ inputs, outputs }),
    ...(time !== undefined && { time: densePlan({ inputs: time, outputs }) }),
    norm2: normPlan({ channels: outputs }),
    conv2: convPlan({ inputs: outputs, outputs, gain: 0 }),
    ...(inputs !== outputs && { skip: convPlan({ inputs, outputs, size: 1 }) }),
  };
}

export interface ResidualBlockOptions {
  groups: number;
  /** Features of the time after their activation: [batch, feature]. */
  time?: Tensor<"batch feature"> | undefined;
  /** Added to the variance in the norms. Default: 1e-5. */
  epsilon?: number;
}

/**
 * The residual block of the U-Net.
 *
 * h = conv_1(silu(norm_1(x))) + W·time + b, y = skip(x) + conv_2(silu(norm_2(h)))
 *
 * Ho et al. 2020, "Denoising Diffusion Probabilistic Models", appendix B; without its dropout.
 *
 * @param x Pictures: [batch, height, width, channel].
 * @returns Pictures of the same size; the caller owns it.
 * @throws {ShapeError} If x, the time or the parameters do not fit.
 *
 * @example At first it passes x on
 * ```ts
 * import assert from "node:assert/strict";
 * import { initialise, type ResidualBlockParameters, random, residualBlock, residualBlockPlan, toTensor } from "noisebook";
 *
 * const block = initialise<ResidualBlockParameters>(residualBlockPlan({ inputs: 2, outputs: 2, time: 3 }), random(1));
 * const x = toTensor({ data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), count: 1, height: 2, width: 2, channels: 2 });
 * const time = toTensor({ data: new Float32Array(3), count: 1, dim: 3 }).reshape([1, 3]);
 * assert.deepEqual(await residualBlock(block, x, { groups: 1, time }).data(), await x.data());
 * ```
 */
export function residualBlock(
  { norm1, conv1, time: shift, norm2, conv2, skip }: ResidualBlockParameters,
  x: Tensor<"batch height width channel">,
  { groups, time, epsilon = 1e-5 }: ResidualBlockOptions,
): Tensor<"batch height width channel"> {
  const { batch } = checkShape("x", x, "batch height width channel");
  const norm = { groups, epsilon, activation: "silu" } as const;
  return tf.tidy(() => {
    let h = conv(conv1, groupNorm(norm1, x, norm));
    if (shift && time) h = tf.add(h, tf.reshape(dense(shift, time), [batch, 1, 1, -1]));
    h = conv(conv2, groupNorm(norm2, h, norm));
    return tf.add(skip ? conv(skip, x) : x, h);
  });
}
