import { checkInteger, checkNumber, checkOneOf, checkPositive } from "../core/check.ts";
import type { Random } from "../core/random.ts";
import type { Ema } from "../model/ema.ts";
import { type Target, targets } from "../process/target.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { LatentEncoder } from "./batch.ts";
import type { DrawLevels, LossWeight } from "./levels.ts";
import { lossWeights } from "./levels.ts";
import type { Optimizer } from "./optimizer.ts";
import type { Rate } from "./rate.ts";
import type { TrainingData } from "./source.ts";

export interface TrainOptions {
  /** Batches, noise levels, noise and what is dropped are drawn from it. */
  rng: Random;
  /** The schedule whose steps the model learns. Without it the model learns flow: x = (1 − t)·x_0 + t·ε. */
  schedule?: Schedule | undefined;
  /** Which levels to train on. Default: all steps of the schedule alike; flow's times most of them in the middle. */
  levels?: DrawLevels | undefined;
  /** What the model is to predict. Default: what it predicts now; "flow" without a schedule. */
  target?: Target | undefined;
  /** How much errors count at each level. Default: "uniform". */
  loss?: LossWeight | undefined;
  /** Default: 1000. */
  steps?: number | undefined;
  /** Rows in a step. Default: 64. */
  batch?: number | undefined;
  /** In how many parts each batch goes through the model, to save memory. Default: 1. */
  accumulate?: number | undefined;
  /**
   * How many threads share each batch, each with its own copy of the model: the gradient is the same up to rounding.
   * Default: 1, which computes here, with as many threads for each operation as the backend has.
   */
  workers?: number | undefined;
  /** Default: `adam()`. */
  optimizer?: Optimizer | undefined;
  /** The learning rate: one number, or a rate such as `oneCycleRate(2e-3)`. Default: 1e-3. */
  rate?: number | Rate | undefined;
  /** A running mean of the parameters, which takes in those of each step: `ema(model.parameters, { decay: 0.999 })`. */
  ema?: Ema<object> | undefined;
  /** The longest gradient; a longer one is shortened to it. Default: no limit. */
  clipNorm?: number | undefined;
  /** Encodes the pictures of each batch first: the model learns what it gives, as in latent diffusion (Rombach et al. 2022). */
  latent?: LatentEncoder | undefined;
  /** A class for each row of the data. */
  classes?: ArrayLike<number> | undefined;
  /** The share of captions or classes that are dropped, so that the model also learns to do without. Default: 0.1. */
  dropCaption?: number | undefined;
  /** More rows for each batch, from other data, with a weight of their own; see the guide to DreamBooth. */
  prior?: Prior | undefined;
  /** A file to keep the training in while it goes on, so that a killed run loses little. */
  checkpoint?: Checkpoint | undefined;
  /**
   * A file of a `checkpoint` to go on from, with the same data and options as before: the model, rng and all else are set
   * to where they were, and the result is that of a run without a break, bit by bit.
   */
  resume?: string | undefined;
  /** Stops the training before the next step: the loop throws the signal's reason. */
  signal?: AbortSignal | undefined;
  /** A clock in milliseconds, such as `() => performance.now()`, for speed and time left. */
  now?: (() => number) | undefined;
}

/** Where and how often a training is written. */
export interface Checkpoint {
  /** A safetensors file; each time it is replaced as a whole. */
  path: string;
  /** After so many steps, after the last one, and when the loop is left. Default: 100. */
  every?: number | undefined;
}

/** Data that keep a model as it was while it learns something else. */
export interface Prior {
  data: TrainingData;
  /** How much its mean loss counts beside that of the other data. Default: 1. */
  weight?: number | undefined;
  /** Rows of it in each batch. Default: as many as of the other data. */
  batch?: number | undefined;
}

/**
 * Checks what can be checked before the first step.
 *
 * @throws {RangeError} If an option is out of its range.
 */
export function checkTrainOptions(options: TrainOptions): void {
  const doing = "train";
  const {
    steps = 1,
    batch = 1,
    accumulate = 1,
    workers = 1,
    clipNorm = 1,
    dropCaption = 0,
    rate = 1,
    prior,
  } = options;
  for (const [name, value] of Object.entries({ steps, batch, accumulate, workers }))
    checkInteger(value, { doing, name, from: 1 });
  if (workers > 1 && accumulate > 1)
    throw new RangeError(
      `Cannot train: give workers or accumulate, got ${workers} workers and ${accumulate} parts`,
    );
  checkPositive(clipNorm, { doing, name: "clipNorm" });
  checkNumber(dropCaption, { doing, name: "dropCaption", from: 0, to: 1 });
  if (typeof rate === "number") checkPositive(rate, { doing, name: "rate" });
  if (options.target !== undefined) checkOneOf(options.target, { doing, name: "target", names: targets });
  if (typeof options.loss === "string") checkOneOf(options.loss, { doing, name: "loss", names: lossWeights });
  checkInteger(options.checkpoint?.every ?? 1, { doing, name: "checkpoint.every", from: 1 });
  if (prior) {
    checkPositive(prior.weight ?? 1, { doing, name: "prior.weight" });
    checkInteger(prior.batch ?? 1, { doing, name: "prior.batch", from: 1 });
  }
}
