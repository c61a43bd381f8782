import { breathe } from "../core/breathe.ts";
import { checkFinite, checkInteger, checkPositive } from "../core/check.ts";
import { toTensor } from "../core/convert.ts";
import type { Images } from "../core/images.ts";
import { type AdamState, adamStep } from "../core/ops/adam-step.ts";
import type { Random } from "../core/random.ts";
import { ShapeError, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { pickImages } from "../data/dataset.ts";
import {
  type ClassifierHead,
  type PictureClassifier,
  pictureClassifier,
  runClassifier,
} from "./picture-classifier.ts";

export interface FitClassifierOptions {
  /** Weights and batches are drawn from it. */
  rng: Random;
  /** Default: 400. */
  steps?: number;
  /** Pictures in a step. Default: 64. */
  batch?: number;
  /** Adam's rate at the start; it falls linearly to 0. Default: 0.002. */
  rate?: number;
  /** Stops the training before the next step: the loop throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** Where a training stands. */
export interface FitClassifierStep {
  /** Steps that are done, and how many there are. */
  step: number;
  steps: number;
  /** Cross-entropy of the step's batch in nats, mean over attributes. */
  loss: number;
  /** Its weights now, as a copy that you may keep. Call it inside the loop, and at the last step alone: reading costs time. */
  classifier(): Promise<PictureClassifier>;
}

/**
 * Trains a small classifier: its features are what distances to the data are measured in, its names say whether a picture
 * follows its prompt.
 *
 * Cross-entropy, summed over attributes; Adam (Kingma and Ba 2015, algorithm 1).
 *
 * @param images Square pictures.
 * @param attributes What each picture shows; one that a picture lacks counts as "none". Attributes with one value are left out.
 * @throws {ShapeError} If the pictures are not square, or there are not attributes for each.
 * @throws {RangeError} If no attribute has two values, or an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { classify, fitClassifier, loadDataset, random } from "noisebook";
 *
 * const { images, attributes } = await loadDataset("digits8", { limit: 200 });
 * for await (const { step, steps, classifier } of fitClassifier(images, attributes, { steps: 60, rng: random(1) }))
 *   if (step === steps) {
 *     const seen = await classify(await classifier(), images);
 *     assert.ok(seen.attributes.filter((one, at) => one.digit === attributes[at].digit).length > 150);
 *   }
 * ```
 */
export async function* fitClassifier(
  images: Images,
  attributes: readonly Record<string, string>[],
  options: FitClassifierOptions,
): AsyncGenerator<FitClassifierStep, void> {
  const { rng, steps = 400, batch = 64, rate = 0.002, signal } = options;
  const heads = headsOf(images, attributes);
  checkInteger(steps, { doing: "train a classifier", name: "steps", from: 1 });
  checkInteger(batch, { doing: "train a classifier", name: "batch", from: 1 });
  checkPositive(rate, { doing: "train a classifier", name: "rate" });
  const start = pictureClassifier({ size: images.width, channels: images.channels, heads }, rng);
  const states = start.weights.map(({ data, shape }) => newState(data, shape));
  try {
    for (let step = 1; step <= steps; step++) {
      signal?.throwIfAborted();
      const rows = rng.integer(images.count, batch);
      const targets = targetsOf(heads, attributes, rows);
      const now = rate * (1 - (step - 1) / steps);
      const loss = await update(states, {
        images: pickImages(images, rows),
        targets,
        heads,
        step,
        rate: now,
      });
      yield { step, steps, loss: loss / heads.length, classifier: () => read(start, states) };
      await breathe();
    }
  } finally {
    for (const state of states) tf.dispose({ ...state });
  }
}

function headsOf(images: Images, attributes: readonly Record<string, string>[]): ClassifierHead[] {
  const doing = "train a classifier";
  checkFinite(images.data, { doing, name: "images" });
  if (images.height !== images.width)
    throw new ShapeError(`Cannot ${doing}: pictures must be square, got ${images.height}×${images.width}`);
  if (attributes.length !== images.count)
    throw new ShapeError(
      `Cannot ${doing}: ${images.count} pictures need as many attributes, got ${attributes.length}`,
    );
  const names = [...new Set(attributes.flatMap((one) => Object.keys(one)))].sort();
  const heads = names
    .map((name) => ({ name, labels: [...new Set(attributes.map((one) => one[name] ?? "none"))].sort() }))
    .filter(({ labels }) => labels.length > 1);
  if (heads.length === 0)
    throw new RangeError(
      `Cannot ${doing}: an attribute must have two values or more, got ${names.join(", ") || "no attribute"}`,
    );
  return heads;
}

/** One number for each head and row: the place of the label among all labels of all heads. */
function targetsOf(
  heads: ClassifierHead[],
  attributes: readonly Record<string, string>[],
  rows: Float64Array,
): Int32Array[] {
  return heads.map(({ name, labels }) =>
    Int32Array.from(rows, (row) => labels.indexOf(attributes[row][name] ?? "none")),
  );
}

function newState(data: Float32Array, shape: number[]): AdamState {
  return { param: tf.tensor(data, shape), mean: tf.zeros(shape), square: tf.zeros(shape) };
}

interface Batch {
  images: Images;
  targets: Int32Array[];
  heads: ClassifierHead[];
  step: number;
  rate: number;
}

/** One step on every weight, in place of the old states; returns the loss. */
async function update(states: AdamState[], { images, targets, heads, step, rate }: Batch): Promise<number> {
  const x = toTensor(images);
  const lossOf = (...weights: tf.Tensor[]) => {
    const { scores } = runClassifier(x, weights);
    return crossEntropy(scores as tf.Tensor2D, targets, heads);
  };
  const { value, grads } = tf.tidy(() =>
    tf.valueAndGrads(lossOf)(states.map(({ param }) => param as tf.Tensor)),
  );
  grads.forEach((gradient, at) => {
    const next = adamStep(states[at], gradient, { step, rate });
    tf.dispose([{ ...states[at] }, gradient]);
    states[at] = next;
  });
  const [loss] = await value.data();
  tf.dispose([x, value]);
  return loss;
}

function crossEntropy(scores: tf.Tensor2D, targets: Int32Array[], heads: ClassifierHead[]): tf.Scalar {
  let from = 0;
  const losses = heads.map(({ labels }, head) => {
    const own = tf.slice(scores, [0, from], [-1, labels.length]);
    from += labels.length;
    const wanted = tf.oneHot(tf.tensor1d(targets[head], "int32"), labels.length);
    return tf.neg(tf.mean(tf.sum(tf.mul(wanted, tf.logSoftmax(own)), 1)));
  });
  return tf.addN(losses) as tf.Scalar;
}

async function read(
  start: PictureClassifier,
  states: readonly { param: Tensor }[],
): Promise<PictureClassifier> {
  if (states.some(({ param }) => param.isDisposed))
    throw new Error("Cannot read the classifier: its training has ended; call classifier() inside the loop");
  const data = await Promise.all(states.map(({ param }) => param.data()));
  const weights = start.weights.map((weight, at) => ({ ...weight, data: Float32Array.from(data[at]) }));
  return { ...start, weights };
}
