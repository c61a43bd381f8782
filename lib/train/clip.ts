import { breathe } from "../core/breathe.ts";
import { checkInteger } from "../core/check.ts";
import { toTensor } from "../core/convert.ts";
import type { Images } from "../core/images.ts";
import type { Random } from "../core/random.ts";
import { tf } from "../core/tf.ts";
import { type AugmentOptions, augment } from "../data/augment.ts";
import { type ClipModel, imageFeatures, textFeatures } from "../model/clip.ts";
import { clipLoss } from "../model/clip-loss.ts";
import type { Tokenizer } from "../text/clip-tokenizer.ts";
import { tokenize } from "../text/tokenize.ts";
import { learner } from "./learner.ts";
import { adamw } from "./optimizer.ts";
import { oneCycleRate, type Rate } from "./rate.ts";
import { type Captioned, type Source, sourceOf } from "./source.ts";

/** One step of teaching a CLIP. */
export interface ClipStep {
  /** From 1. */
  step: number;
  steps: number;
  /** InfoNCE in nats; ln(batch) when nothing is known. */
  loss: number;
  /** What similarities are multiplied by, 1/temperature. */
  scale: number;
  /** All steps so far: one list that grows. */
  history: readonly { step: number; loss: number }[];
}

export interface TrainClipOptions {
  tokenizer: Tokenizer;
  rng: Random;
  /** Default: 400. */
  steps?: number;
  /** Pairs in a step; each tells the others what is wrong. Default: 128. */
  batch?: number;
  /** Default: `oneCycleRate(2e-3)`. */
  rate?: number | Rate;
  /** Chances of changes to the pictures. Default: shift 0.5. */
  augment?: Omit<AugmentOptions, "rng" | "tell">;
  /** Stops before the next step: the loop throws the signal's reason. */
  signal?: AbortSignal;
}

/** CLIP never multiplies by more. */
const largestScale = 100;

/**
 * Teaches a CLIP which captions belong to which pictures. Equal captions in one batch all count as right.
 *
 * Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision", figure 3.
 *
 * @param model Changed in place.
 * @param data Pictures with captions, whose words the tokenizer must know.
 * @returns A record after each step, on the host.
 */
export async function* trainClip(
  model: ClipModel,
  data: Captioned,
  options: TrainClipOptions,
): AsyncGenerator<ClipStep, void> {
  const { steps = 400, batch = 128, rate = oneCycleRate(2e-3), signal } = options;
  checkInteger(steps, { doing: "train a CLIP", name: "steps", from: 1 });
  checkInteger(batch, { doing: "train a CLIP", name: "batch", from: 2 });
  // Before the learner, which has tensors: data that are refused leave none behind.
  const source = sourceOf(data);
  const teacher = learner(model, { optimizer: adamw({ weightDecay: 0.05 }), rate, steps });
  const history: { step: number; loss: number }[] = [];
  try {
    for (let step = 1; step <= steps; step++) {
      signal?.throwIfAborted();
      const pairs = pairsOf(source, batch, { ...options, length: model.config.text.length });
      const { loss, scale } = await teacher.step((parameters) => {
        const images = imageFeatures(parameters, toTensor(pairs.images), model.config);
        const texts = textFeatures(parameters, pairs.tokens, model.config);
        const scale = tf.minimum(tf.exp(parameters.logScale), largestScale) as tf.Scalar;
        return { loss: clipLoss(images, { texts, scale, labels: pairs.labels }), scale };
      });
      history.push({ step, loss });
      yield { step, steps, loss, scale, history };
      await breathe();
    }
  } finally {
    teacher.dispose();
  }
}

function pairsOf(
  source: Source,
  count: number,
  { tokenizer, length, rng, augment: chances = { shift: 0.5 } }: TrainClipOptions & { length: number },
) {
  const { x0, captions } = source.next(count, rng);
  const texts = [...captions!];
  const names = [...new Set(texts)];
  return {
    images: augment(x0 as Images, { ...chances, tell: false, rng }).images,
    tokens: tokenize(texts, { tokenizer, length }),
    labels: texts.map((text) => names.indexOf(text)),
  };
}
