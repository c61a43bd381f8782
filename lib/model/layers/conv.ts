import { conv2dBias } from "../../core/ops/conv2d-bias.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { Plan } from "../parameters.ts";

export interface ConvParameters {
  weight: Tensor<"height width channel output">;
  bias: Tensor<"output">;
}

export interface ConvSizes {
  inputs: number;
  outputs: number;
  /** Height and width of the window; odd. Default: 3. */
  size?: number;
  /** Spread of the first weights: their deviation is gain/√(size²·inputs). Default: 1. */
  gain?: number;
}

/**
 * Plans a convolution: normal weights, zero biases. With gain 0 its first output is zero.
 *
 * PyTorch's Conv2d starts with uniform weights of deviation 1/√(3·size²·inputs), and with biases of the same.
 */
export function convPlan({ inputs, outputs, size = 3, gain = 1 }: ConvSizes): Plan<ConvParameters> {
  return {
    weight: { shape: [size, size, inputs, outputs], deviation: gain / Math.sqrt(size * size * inputs) },
    bias: { shape: [outputs], deviation: 0 },
  };
}

export interface ConvOptions {
  /** How far the window moves: 2 halves the picture. Default: 1. */
  stride?: number;
}

/**
 * A convolution with as much padding on every side as keeps a picture's size at stride 1.
 *
 * y[b, i, j, o] = bias[o] + Σ x[b, i·stride + k − p, j·stride + l − p, c] · W[k, l, c, o], p = (size − 1)/2
 *
 * PyTorch's Conv2d(inputs, outputs, size, stride, padding=p), its weights as [height, width, input, output].
 *
 * @returns Pictures with one channel per filter; the caller owns it.
 * @throws {ShapeError} If x and the weights do not fit.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { conv, type ConvParameters, convPlan, disposeParameters, initialise, random, toTensor } from "noisebook";
 *
 * const parameters = initialise<ConvParameters>(convPlan({ inputs: 1, outputs: 5 }), random(1));
 * const x = toTensor({ data: new Float32Array(16), count: 1, height: 4, width: 4, channels: 1 });
 * assert.deepEqual(conv(parameters, x, { stride: 2 }).shape, [1, 2, 2, 5]);
 * disposeParameters(parameters);
 * ```
 */
export function conv(
  { weight, bias }: ConvParameters,
  x: Tensor<"batch height width channel">,
  { stride = 1 }: ConvOptions = {},
): Tensor<"batch height width channel"> {
  return conv2dBias(x, { filter: weight, bias, stride, pad: (weight.shape[0] - 1) / 2 });
}
