import type { Scalar, Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { mapTensors, namedTensors } from "../model/parameters.ts";
import { adam, type Optimizer } from "./optimizer.ts";
import { constantRate, type Rate } from "./rate.ts";

/** The loss, and whatever else a step shall report: scalars by name. */
export type Terms<Name extends string> = { loss: Scalar } & Record<Name, Scalar>;

/** What teaches one tree of parameters. */
export interface Learner<P extends object> {
  /**
   * Makes one step against the gradient of `loss`, and puts new tensors in the place of the parameters.
   *
   * @param terms Computes the loss; it may be called in a tidy and borrows the parameters.
   * @returns The terms as numbers, before the step.
   * @throws {RangeError} If the loss is not finite; the parameters stay as they were.
   */
  step<Name extends string>(terms: (parameters: P) => Terms<Name>): Promise<Record<Name | "loss", number>>;
  /** Frees what the optimizer remembers; the parameters stay their owner's. */
  dispose(): void;
}

export interface LearnerOptions {
  /** Default: `adam()`. */
  optimizer?: Optimizer | undefined;
  /** The learning rate: a number or a function of the step. */
  rate: number | Rate;
  /** How many steps there will be, for a rate that changes. Default: 1. */
  steps?: number;
}

/**
 * Makes what teaches the parameters of anything that is no denoiser, by a loss of its own: a GAN has two of these.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { initialise, learner, random, type Tensor } from "noisebook";
 * import { tf } from "noisebook/tf";
 *
 * const owner = { parameters: initialise<{ x: Tensor }>({ x: { shape: [], deviation: 0, mean: 3 } }, random(1)) };
 * const teacher = learner(owner, { rate: 0.1 });
 * const { loss } = await teacher.step(({ x }) => ({ loss: tf.square(x).asScalar() }));
 * assert.equal(loss, 9);
 * ```
 */
export function learner<P extends object>(owner: { parameters: P }, options: LearnerOptions): Learner<P> {
  const { optimizer = adam(), rate, steps = 1 } = options;
  const rateAt = typeof rate === "number" ? constantRate(rate) : rate;
  const slots = namedTensors(owner.parameters).map(([, leaf]): readonly Tensor[] =>
    optimizer.slots.map(() => tf.keep(tf.zerosLike(leaf))),
  );
  let made = 0;
  return {
    async step(terms) {
      const { names, values, gradients } = slopes(owner.parameters, terms);
      try {
        const numbers = await values.data();
        const report = Object.fromEntries(names.map((name, at) => [name, numbers[at]]));
        if (!Number.isFinite(report.loss))
          throw new RangeError(
            `Cannot learn: the loss is ${report.loss} at step ${made + 1}; the parameters are as they were before it; lower the rate`,
          );
        const update = { step: made + 1, rate: rateAt(made, steps) };
        let at = 0;
        owner.parameters = mapTensors(owner.parameters, (param) => {
          const next = optimizer.update(param, gradients[at], { ...update, slots: slots[at] });
          tf.dispose([param, ...slots[at]]);
          slots[at++] = next.slots;
          return next.param;
        });
        made++;
        return report as never;
      } finally {
        tf.dispose([values, ...gradients]);
      }
    },
    dispose: () => tf.dispose(slots as never),
  };
}

interface Slopes {
  names: string[];
  /** The terms, in one tensor. */
  values: tf.Tensor;
  /** ∂loss/∂θ in the order of `namedTensors`. */
  gradients: Tensor[];
}

function slopes<P extends object>(parameters: P, terms: (parameters: P) => Terms<string>): Slopes {
  const leaves = namedTensors(parameters).map(([, leaf]) => leaf);
  let names: string[] = [];
  const found = tf.tidy(() => {
    let values: tf.Tensor | undefined;
    const loss = (...xs: Tensor[]): tf.Scalar => {
      const next = xs.values();
      const all = terms(mapTensors(parameters, () => next.next().value as Tensor));
      names = Object.keys(all);
      values = tf.keep(tf.stack(Object.values(all)));
      return all.loss;
    };
    const { grads } = tf.valueAndGrads(loss)(leaves);
    const gradients = leaves.map((leaf, at) => grads[at] ?? tf.zerosLike(leaf));
    return { values, gradients } as never;
  }) as Pick<Slopes, "values" | "gradients">;
  return { names, ...found };
}
