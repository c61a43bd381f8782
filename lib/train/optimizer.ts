/** How a gradient changes a parameter: pure functions from old tensors to new ones. */
import { checkNumber } from "../core/check.ts";
import { adamStep } from "../core/ops/adam-step.ts";
import type { Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";

/** What an update may use besides the parameter and its gradient. */
export interface UpdateOptions {
  /** What the optimizer remembers of this parameter, in the order of its `slots`. */
  slots: readonly Tensor[];
  /** The number of this step, from 1. */
  step: number;
  /** The learning rate. */
  rate: number;
}

/** A parameter and what is remembered of it, after an update. */
export interface Updated {
  param: Tensor;
  slots: readonly Tensor[];
}

/** A way to change parameters by their gradients. It has no state of its own: what it remembers, its caller keeps. */
export interface Optimizer {
  readonly name: string;
  /** The names of the tensors that it remembers for each parameter: of the parameter's shape, zeros at the start. */
  readonly slots: readonly string[];
  /** Makes one step on one parameter; borrows all tensors, and the caller owns the new ones. */
  update(param: Tensor, gradient: Tensor, options: UpdateOptions): Updated;
}

export interface AdamFamilyOptions {
  /** Memory of the gradient's mean. Default: 0.9. */
  beta1?: number;
  /** Memory of its square. Default: 0.999. */
  beta2?: number;
  /** Added to the root of the square. Default: 1e-8. */
  epsilon?: number;
  /** λ. Default: 0 for `adam`, 0.01 for `adamw`. */
  weightDecay?: number;
}

/**
 * Makes the optimizer Adam. Its weight decay is part of the gradient, g + λ·θ; that of `adamw` is not.
 *
 * Kingma and Ba 2015, "Adam: A Method for Stochastic Optimization", algorithm 1; see `adamStep` for the formula.
 *
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { adam, toTensor } from "noisebook";
 *
 * const row = (value: number) => toTensor({ data: Float32Array.of(value), count: 1, dim: 1 });
 * const { param } = adam().update(row(1), row(5), { slots: [row(0), row(0)], step: 1, rate: 0.1 });
 * assert.ok(Math.abs((await param.data())[0] - 0.9) < 1e-6);
 * ```
 */
export function adam({ weightDecay = 0, ...options }: AdamFamilyOptions = {}): Optimizer {
  const plain = adamFamily("adam", { ...options, weightDecay: 0 });
  checkNumber(weightDecay, { doing: "make the optimizer adam", name: "weightDecay", from: 0 });
  if (weightDecay === 0) return plain;
  return {
    ...plain,
    update: (param, gradient, context) => {
      const decayed = withDecay(gradient, param, weightDecay);
      const updated = plain.update(param, decayed, context);
      decayed.dispose();
      return updated;
    },
  };
}

/**
 * Makes the optimizer AdamW: Adam with weights that shrink by η·λ at each step, whatever their gradient.
 *
 * Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization", algorithm 2; see `adamStep` for the formula.
 *
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { adamw, toTensor } from "noisebook";
 *
 * const row = (value: number) => toTensor({ data: Float32Array.of(value), count: 1, dim: 1 });
 * const decay = adamw({ weightDecay: 0.5 });
 * const { param } = decay.update(row(1), row(0), { slots: [row(0), row(0)], step: 1, rate: 0.1 });
 * assert.ok(Math.abs((await param.data())[0] - 0.95) < 1e-6);
 * ```
 */
export function adamw({ weightDecay = 0.01, ...options }: AdamFamilyOptions = {}): Optimizer {
  return adamFamily("adamw", { ...options, weightDecay });
}

function adamFamily(name: string, options: AdamFamilyOptions): Optimizer {
  const doing = `make the optimizer ${name}`;
  for (const memory of ["beta1", "beta2"] as const)
    if (options[memory] !== undefined && !(options[memory] >= 0 && options[memory] < 1))
      throw new RangeError(
        `Cannot ${doing}: ${memory} must be a number from 0 and below 1, got ${options[memory]}`,
      );
  checkNumber(options.epsilon ?? 1e-8, { doing, name: "epsilon", from: 0 });
  checkNumber(options.weightDecay ?? 0, { doing, name: "weightDecay", from: 0 });
  return {
    name,
    slots: ["mean", "square"],
    update(param, gradient, { slots: [mean, square], step, rate }) {
      const next = adamStep({ param, mean, square }, gradient, { ...options, step, rate });
      return { param: next.param, slots: [next.mean, next.square] };
    },
  };
}

export interface SgdOptions {
  /** Memory of the gradient, μ. Default: 0. */
  momentum?: number;
  /** Whether to look ahead along the momentum. Default: false. */
  nesterov?: boolean;
  /** λ, as part of the gradient. Default: 0. */
  weightDecay?: number;
}

/**
 * Makes the optimizer SGD, with momentum if asked for.
 *
 * u ← μ·u + g + λ·θ, θ ← θ − η·u; with `nesterov`, θ ← θ − η·(g + λ·θ + μ·u)
 *
 * Sutskever et al. 2013, "On the Importance of Initialization and Momentum in Deep Learning", in PyTorch's form: the rate
 * is outside of the momentum.
 *
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { sgd, toTensor } from "noisebook";
 *
 * const row = (value: number) => toTensor({ data: Float32Array.of(value), count: 1, dim: 1 });
 * const { param } = sgd().update(row(1), row(5), { slots: [], step: 1, rate: 0.1 });
 * assert.equal((await param.data())[0], 0.5);
 * ```
 */
export function sgd({ momentum = 0, nesterov = false, weightDecay = 0 }: SgdOptions = {}): Optimizer {
  const doing = "make the optimizer sgd";
  checkNumber(momentum, { doing, name: "momentum", from: 0, to: 1 });
  checkNumber(weightDecay, { doing, name: "weightDecay", from: 0 });
  return {
    name: "sgd",
    slots: momentum > 0 ? ["momentum"] : [],
    update: (param, gradient, { slots: [memory], rate }) =>
      tf.tidy(() => {
        const slope = weightDecay > 0 ? withDecay(gradient, param, weightDecay) : gradient;
        if (!memory) return { param: tf.sub(param, tf.mul(slope, rate)), slots: [] } as never;
        const velocity = tf.add(tf.mul(memory, momentum), slope);
        const direction = nesterov ? tf.add(slope, tf.mul(velocity, momentum)) : velocity;
        return { param: tf.sub(param, tf.mul(direction, rate)), slots: [velocity] } as never;
      }) as Updated,
  };
}

/** g + λ·θ; the caller owns it. */
function withDecay(gradient: Tensor, param: Tensor, weightDecay: number): Tensor {
  return tf.tidy(() => tf.add(gradient, tf.mul(param, weightDecay)));
}
