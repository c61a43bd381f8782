import { breathe } from "../core/breathe.ts";
import type { HostValues } from "../core/values.ts";
import type { Model } from "../model/model.ts";
import type { TrainingData } from "./source.ts";
import { checkTrainOptions, type TrainOptions } from "./train-options.ts";
import type { TrainStep } from "./train-step.ts";
import { startTraining } from "./training.ts";

/**
 * Trains a model to predict the noise in data (or what `target` names), one record after each step.
 *
 * Each step draws rows, a noise level and noise for each, x = a·x_0 + s·ε, and changes the parameters against the gradient
 * of the mean of weight·(prediction − target)². Ho et al. 2020, "Denoising Diffusion Probabilistic Models", algorithm 1;
 * without a schedule Liu et al. 2022, "Flow Straight and Fast". Leave the loop with `break`, or stop it with `signal`: the
 * model keeps the parameters of the last step that was made.
 *
 * @param model Its parameters are replaced at each step; it stays the caller's.
 * @param data A data set, pictures, points, or a `mixture` that draws new points for each batch.
 * @param options See `TrainOptions`.
 * @returns One record after each step, as plain data that you may keep.
 * @throws {RangeError} If an option is out of its range, or a loss or a gradient is not finite; the sentence names the first
 *   bad tensor.
 * @throws {ShapeError} If the data have not the model's shape.
 *
 * @example A small network learns the noise in points from a mixture
 * ```ts
 * import assert from "node:assert/strict";
 * import { linearSchedule, mixture, mlp, random, train } from "noisebook";
 *
 * const rng = random(1);
 * const data = mixture({ weights: [0.5, 0.5], means: [[-2, 0], [2, 0]], deviations: [0.3, 0.3] });
 * const model = mlp({ dim: 2, width: 32, rng });
 * let last = 1;
 * for await (const { loss, floor } of train(model, data, { schedule: linearSchedule(), steps: 60, rng }))
 *   last = loss - floor!;
 * assert.ok(last < 0.5);
 * model.dispose();
 * ```
 */
export async function* train<X extends HostValues, Condition>(
  model: Model<object, X, Condition>,
  data: TrainingData,
  options: TrainOptions,
): AsyncGenerator<TrainStep, void> {
  checkTrainOptions(options);
  const training = await startTraining(model as Model, data, options);
  try {
    while (training.made() < training.steps) {
      options.signal?.throwIfAborted();
      yield await training.next();
      await breathe();
    }
  } finally {
    await training.close();
  }
}
