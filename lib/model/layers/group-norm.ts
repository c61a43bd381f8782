import { groupNormSilu } from "../../core/ops/group-norm-silu.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { Plan } from "../parameters.ts";

/** The learned scale and shift of each channel. */
export interface NormParameters {
  gamma: Tensor<"channel">;
  beta: Tensor<"channel">;
}

/** Plans a norm that at first neither scales nor shifts. */
export function normPlan({ channels }: { channels: number }): Plan<NormParameters> {
  return {
    gamma: { shape: [channels], deviation: 0, mean: 1 },
    beta: { shape: [channels], deviation: 0 },
  };
}

export interface GroupNormLayerOptions {
  groups: number;
  /** What follows. Default: "none". */
  activation?: "silu" | "none";
  /** Added to the variance. Default: 1e-5, as in PyTorch and in diffusers' residual blocks. */
  epsilon?: number;
}

/**
 * Group norm: each group of channels of each picture gets mean 0 and variance 1, then each channel its scale and shift.
 *
 * y = γ · (x − μ_g) / √(σ²_g + ε) + β
 *
 * Wu and He 2018, "Group Normalization", equations 1 to 3.
 *
 * @param x Values with the batch first and the channels last.
 * @returns Values of the shape of x; the caller owns it.
 * @throws {ShapeError} If groups does not divide the channels, or the parameters do not fit.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { disposeParameters, groupNorm, initialise, type NormParameters, normPlan, random, toTensor } from "noisebook";
 *
 * const norm = initialise<NormParameters>(normPlan({ channels: 2 }), random(1));
 * const x = toTensor({ data: Float32Array.of(1, 3), count: 1, dim: 2 });
 * assert.deepEqual([...(await groupNorm(norm, x, { groups: 1 }).data())].map(Math.round), [-1, 1]);
 * disposeParameters(norm);
 * ```
 */
export function groupNorm<Axes extends string>(
  { gamma, beta }: NormParameters,
  x: Tensor<Axes>,
  { activation = "none", ...options }: GroupNormLayerOptions,
): Tensor<Axes> {
  return groupNormSilu(x, { gamma, beta, activation, ...options });
}
