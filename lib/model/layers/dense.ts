import { type AnyTensor, checkShape, type Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";
import type { Plan } from "../parameters.ts";

export interface DenseParameters {
  weight: Tensor<"input output">;
  bias?: Tensor<"output">;
}

export interface DenseSizes {
  inputs: number;
  outputs: number;
  /** Default: true. */
  bias?: boolean;
  /**
   * Spread of the first weights: their deviation is gain/√inputs, so that 1 keeps the size of the values. Default: 1.
   */
  gain?: number;
}

/**
 * Plans a dense layer: normal weights, zero biases. With gain 0 its first output is zero.
 *
 * PyTorch's Linear starts with uniform weights of deviation 1/√(3·inputs), and with biases of the same.
 */
export function densePlan({ inputs, outputs, bias = true, gain = 1 }: DenseSizes): Plan<DenseParameters> {
  return {
    weight: { shape: [inputs, outputs], deviation: gain / Math.sqrt(inputs) },
    ...(bias && { bias: { shape: [outputs], deviation: 0 } }),
  };
}

/**
 * A dense layer: each output is a weighted sum of all inputs.
 *
 * y = x · W + b
 *
 * @param x Values with the inputs last: [..., input].
 * @returns [..., output]; the caller owns it.
 * @throws {ShapeError} If x has not as many inputs as the weights.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { dense, toTensor } from "noisebook";
 *
 * const weight = toTensor({ data: Float32Array.of(1, 10), count: 2, dim: 1 }).reshape([2, 1]);
 * const x = toTensor({ data: Float32Array.of(2, 3), count: 1, dim: 2 });
 * assert.deepEqual([...(await dense({ weight }, x).data())], [32]);
 * ```
 */
export function dense({ weight, bias }: DenseParameters, x: Tensor): AnyTensor {
  const [inputs, outputs] = weight.shape as [number, number];
  checkShape("x", x, "... input", { input: inputs });
  return tf.tidy(() => {
    const rows = tf.reshape(x, [-1, inputs]) as tf.Tensor2D;
    const product = tf.fused.matMul({ a: rows, b: weight as tf.Tensor2D, ...(bias && { bias }) });
    return tf.reshape(product, [...x.shape.slice(0, -1), outputs]);
  });
}
