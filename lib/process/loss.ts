import { type Coefficient, checkFactor, column } from "../core/combine.ts";
import type { Scalar, Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { checkAlike, type HostValues, isTensor, shapeOf } from "../core/values.ts";

export interface LossOptions {
  /** How much each row's error counts: one number, or one per row; see `minSnrWeight` and its like. Default: 1. */
  weight?: Coefficient;
}

/**
 * Computes the loss that diffusion models are trained on: the mean of the weighted squares of all errors.
 *
 * L = mean w · (prediction − target)²
 *
 * Ho et al. 2020, "Denoising Diffusion Probabilistic Models", equation 14, is the case w = 1 with target ε. It does not
 * reach 0: see the loss floor of `mixture`.
 *
 * @returns A number for host values; for tensors a scalar tensor that has a gradient and that the caller owns.
 * @throws {ShapeError} If prediction and target differ in kind or shape.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { loss } from "noisebook";
 *
 * const target = { data: Float64Array.of(0, 0, 0, 0), count: 2, dim: 2 };
 * const prediction = { data: Float64Array.of(1, 1, 3, 3), count: 2, dim: 2 };
 * assert.equal(loss(prediction, target), 5);
 * assert.equal(loss(prediction, target, { weight: [1, 0] }), 0.5);
 * ```
 */
export function loss(prediction: Tensor, target: Tensor, options?: LossOptions): Scalar;
export function loss<X extends HostValues>(prediction: X, target: X, options?: LossOptions): number;
export function loss(
  prediction: Tensor | HostValues,
  target: Tensor | HostValues,
  { weight = 1 }: LossOptions = {},
): Scalar | number {
  checkAlike(prediction, target, { name: "prediction", like: "target" });
  checkFactor(weight, shapeOf(prediction)[0]);
  if (!isTensor(prediction)) return hostLoss(prediction, target as HostValues, weight);
  return tf.tidy(() => {
    const square = tf.square(tf.sub(prediction, target as Tensor));
    return tf.mean(tf.mul(square, typeof weight === "number" ? weight : column(weight, prediction)));
  });
}

function hostLoss(prediction: HostValues, target: HostValues, weight: Coefficient): number {
  const width = prediction.data.length / prediction.count;
  let sum = 0;
  for (let index = 0; index < prediction.data.length; index++) {
    const factor = typeof weight === "number" ? weight : weight[Math.floor(index / width)];
    sum += factor * (prediction.data[index] - target.data[index]) ** 2;
  }
  return sum / prediction.data.length;
}
