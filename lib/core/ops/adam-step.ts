import type { AdamFactors } from "../backend/fused-kernels.ts";
import { hasKernel } from "../backend/kernel.ts";
import { checkInteger } from "../check.ts";
import type { Tensor } from "../tensor.ts";
import { tf } from "../tf.ts";
import { checkAlike } from "../values.ts";

/** A parameter with Adam's two running means, all of one shape. */
export interface AdamState {
  param: Tensor;
  /** m, the running mean of the gradient; zeros before the first step. */
  mean: Tensor;
  /** v, the running mean of its square; zeros before the first step. */
  square: Tensor;
}

export interface AdamOptions {
  /** Number of this step, from 1. */
  step: number;
  /** Learning rate η. */
  rate: number;
  /** Memory of the mean. Default: 0.9. */
  beta1?: number;
  /** Memory of the square. Default: 0.999. */
  beta2?: number;
  /** Added to the root. Default: 1e-8. */
  epsilon?: number;
  /** Decoupled decay λ of AdamW. Default: 0. */
  weightDecay?: number;
}

/**
 * One step of Adam, or of AdamW with `weightDecay`, on one parameter.
 *
 * m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g²,
 * θ ← (1 − η·λ)·θ − η · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)
 *
 * Kingma and Ba 2015, "Adam", algorithm 1; Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization",
 * algorithm 2. The numbers are those of PyTorch's AdamW.
 *
 * @param state The parameter and its means; they stay as they are.
 * @param gradient ∂loss/∂θ, of the parameter's shape.
 * @returns A new state of three tensors, which the caller owns.
 * @throws {ShapeError} If the four tensors differ in shape.
 * @throws {RangeError} If the step is not a whole number from 1.
 *
 * @example The first step is as long as the learning rate
 * ```ts
 * import assert from "node:assert/strict";
 * import { adamStep, toTensor } from "noisebook";
 *
 * const row = (value: number) => toTensor({ data: Float32Array.of(value), count: 1, dim: 1 });
 * const state = { param: row(1), mean: row(0), square: row(0) };
 * const { param } = adamStep(state, row(5), { step: 1, rate: 0.1 });
 * assert.ok(Math.abs((await param.data())[0] - 0.9) < 1e-6);
 * ```
 */
export function adamStep(state: AdamState, gradient: Tensor, options: AdamOptions): AdamState {
  const { param } = state;
  checkAlike(gradient, param, { name: "gradient", like: "param" });
  checkAlike(state.mean, param, { name: "mean", like: "param" });
  checkAlike(state.square, param, { name: "square", like: "param" });
  const factors = factorsOf(options);
  if (hasKernel("AdamStep")) {
    const inputs = { ...state, gradient } as Record<string, tf.Tensor>;
    const [next, mean, square] = tf.tidy(
      () => tf.engine().runKernel("AdamStep", inputs, { ...factors }) as tf.Tensor[],
    );
    return { param: next, mean, square };
  }
  return tf.tidy(() => composed(state, gradient, factors) as never) as AdamState;
}

function factorsOf(options: AdamOptions): AdamFactors {
  const { step, rate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  checkInteger(step, { doing: "make a step of Adam", name: "step", from: 1 });
  return {
    beta1,
    beta2,
    rate: rate / (1 - beta1 ** step),
    root: 1 / Math.sqrt(1 - beta2 ** step),
    epsilon,
    keep: 1 - rate * weightDecay,
  };
}

function composed({ param, mean, square }: AdamState, gradient: Tensor, factors: AdamFactors): AdamState {
  const { beta1, beta2, rate, root, epsilon, keep } = factors;
  const nextMean = tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1));
  const nextSquare = tf.add(tf.mul(square, beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const change = tf.div(tf.mul(nextMean, rate), tf.add(tf.mul(tf.sqrt(nextSquare), root), epsilon));
  return { param: tf.sub(tf.mul(param, keep), change), mean: nextMean, square: nextSquare };
}
