import type { Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";
import type { Plan } from "../parameters.ts";
import { type DenseParameters, dense, densePlan } from "./dense.ts";
import { gelu } from "./gelu.ts";

export interface FeedForwardParameters {
  /** To twice the hidden units: values first, then their gates. */
  input: DenseParameters;
  output: DenseParameters;
}

export interface FeedForwardSizes {
  channels: number;
  /** Hidden units for each channel. Default: 4. */
  multiple?: number;
  /** Spread of the first output weights. Default: 1. */
  gain?: number;
}

/** Plans the two dense layers. */
export function feedForwardPlan({
  channels,
  multiple = 4,
  gain = 1,
}: FeedForwardSizes): Plan<FeedForwardParameters> {
  return {
    input: densePlan({ inputs: channels, outputs: 2 * multiple * channels }),
    output: densePlan({ inputs: multiple * channels, outputs: channels, gain }),
  };
}

/**
 * The feed-forward part of a transformer, with gates: GEGLU.
 *
 * y = ((x·W + b) ⊙ gelu(x·V + c)) · U + d, [W, V] and [b, c] being `input`, U and d `output`
 *
 * Shazeer 2020, "GLU Variants Improve Transformer", equation 6; as in Stable Diffusion.
 *
 * @param x Values with the channels last.
 * @returns Values of the shape of x; the caller owns it.
 * @throws {ShapeError} If x has not as many channels as the weights.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { type FeedForwardParameters, feedForward, feedForwardPlan, initialise, random, toTensor } from "noisebook";
 *
 * const parameters = initialise<FeedForwardParameters>(feedForwardPlan({ channels: 4 }), random(1));
 * const x = toTensor({ data: new Float32Array(12), count: 3, dim: 4 });
 * assert.deepEqual(feedForward(parameters, x).shape, [3, 4]);
 * ```
 */
export function feedForward<Axes extends string>(
  { input, output }: FeedForwardParameters,
  x: Tensor<Axes>,
): Tensor<Axes> {
  return tf.tidy(() => {
    const [values, gates] = tf.split(dense(input, x), 2, x.rank - 1);
    return dense(output, tf.mul(values, gelu(gates)));
  });
}
