/** One pass through a model and back: the error of each row, and the gradient of each parameter. */
import { toTensor } from "../core/convert.ts";
import type { AnyTensor, Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import type { Model } from "../model/model.ts";
import { mapTensors, namedTensors } from "../model/parameters.ts";
import type { Batch } from "./batch.ts";

export interface LossGradients {
  /** The mean squared error of each row, without its weight. */
  errors: AnyTensor;
  /** ∂loss/∂θ in the order of `namedTensors`; zeros for a parameter on which the loss does not depend. */
  gradients: Tensor[];
}

export interface LossGradientsOptions {
  /** What the model is told of the rows of this batch, in its own terms. */
  condition: unknown;
  /** How many rows the whole batch has, of which this may be a part. */
  rows: number;
}

/**
 * Computes loss = Σ weight·error / rows and its gradient.
 *
 * @returns Tensors that the caller owns.
 */
export function lossGradients(
  model: Model,
  batch: Batch,
  { condition, rows }: LossGradientsOptions,
): LossGradients {
  const leaves = namedTensors(model.parameters).map(([, tensor]) => tensor);
  return tf.tidy(() => {
    const x = toTensor(batch.x);
    const target = toTensor(batch.target);
    const t = tf.tensor1d(batch.levels.map((level) => level.t));
    const factors = tf.tensor1d(batch.weights.map((weight) => weight / rows));
    let errors: tf.Tensor | undefined;
    const loss = (...values: Tensor[]): tf.Scalar => {
      const next = values.values();
      const parameters = mapTensors(model.parameters, () => next.next().value as Tensor);
      const squares = tf.squaredDifference(model.apply(parameters, x, { t, condition }), target);
      errors = tf.keep(tf.mean(tf.reshape(squares, [batch.x.count, -1]), 1));
      return tf.sum(tf.mul(errors, factors));
    };
    const { grads } = tf.valueAndGrads(loss)(leaves);
    return {
      errors,
      gradients: leaves.map((leaf, index) => grads[index] ?? tf.zerosLike(leaf)),
    } as never;
  }) as LossGradients;
}

/** What a model is told of the rows of a batch: nothing, if it takes nothing. */
export async function conditionOf(model: Model, { captions, classes }: Batch): Promise<unknown> {
  if (captions && model.embed) return model.embed(captions);
  return classes && Int32Array.from(classes);
}
