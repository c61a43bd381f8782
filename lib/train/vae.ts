import { breathe } from "../core/breathe.ts";
import { checkInteger } from "../core/check.ts";
import { toTensor } from "../core/convert.ts";
import type { Random } from "../core/random.ts";
import type { Variational } from "../model/variational.ts";
import { learner } from "./learner.ts";
import { adam, type Optimizer } from "./optimizer.ts";
import type { Rate } from "./rate.ts";
import { sourceOf, type TrainingData } from "./source.ts";

/** What is kept of each step. */
export interface VaeRecord {
  /** From 1. */
  step: number;
  /** Nats for each row, as all of these: reconstruction + weight · kl. */
  loss: number;
  /** −ln p(x | z), up to a constant. */
  reconstruction: number;
  /** How far the codes' Gaussians are from N(0, I). */
  kl: number;
}

/** One step of a training by the evidence bound. */
export interface VaeStep extends VaeRecord {
  steps: number;
  /** All steps so far, this one included: one list that grows. */
  history: readonly VaeRecord[];
}

export interface TrainVaeOptions {
  /** Batches and codes are drawn from it. */
  rng: Random;
  /** Default: 1000. */
  steps?: number;
  /** Rows in a step. Default: 64. */
  batch?: number;
  /** Default: `adam()`. */
  optimizer?: Optimizer;
  /** Default: 1e-3. */
  rate?: number | Rate;
  /** Stops before the next step: the loop throws the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Teaches a VAE, a DRAW or a latent autoencoder to rebuild its data from codes, by the evidence lower bound.
 *
 * Kingma and Welling 2014, "Auto-Encoding Variational Bayes", algorithm 1.
 *
 * @param model Its parameters are replaced at each step; it stays the caller's.
 * @param data A data set, pictures, points, or a `mixture` that draws new points for each batch.
 * @returns One record after each step, on the host.
 * @throws {RangeError} If an option is out of its range or the loss is not finite.
 * @throws {ShapeError} If the data have not the model's shape.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mixture, random, trainVae, vae } from "noisebook";
 *
 * const data = mixture({ weights: [0.5, 0.5], means: [[-2, 0], [2, 0]], deviations: [0.3, 0.3] });
 * const model = vae({ shape: [2], width: 32, deviation: 0.3, rng: random(1) });
 * const losses: number[] = [];
 * for await (const { loss } of trainVae(model, data, { steps: 40, rng: random(2) })) losses.push(loss);
 * assert.ok(losses[39] < losses[0]);
 * model.dispose();
 * ```
 */
export async function* trainVae<P extends object>(
  model: Variational<P>,
  data: TrainingData,
  options: TrainVaeOptions,
): AsyncGenerator<VaeStep, void> {
  const { rng, steps = 1000, batch = 64, optimizer = adam(), rate = 1e-3, signal } = options;
  for (const [name, value] of Object.entries({ steps, batch }))
    checkInteger(value, { doing: "train", name, from: 1 });
  const source = sourceOf(data);
  const teacher = learner(model, { optimizer, rate, steps });
  const history: VaeRecord[] = [];
  try {
    for (let step = 1; step <= steps; step++) {
      signal?.throwIfAborted();
      const { x0 } = source.next(batch, rng);
      const terms = await teacher.step<"reconstruction" | "kl">((parameters) => ({
        ...model.bound(parameters, toTensor(x0), rng),
      }));
      history.push({ step, ...terms });
      yield { step, steps, ...terms, history };
      await breathe();
    }
  } finally {
    teacher.dispose();
  }
}
