/** A small U-Net, and pictures with captions to train it on. */
import type { Images } from "../../../lib/core/images.ts";
import { random } from "../../../lib/core/random.ts";
import { tf } from "../../../lib/core/tf.ts";
import { mapTensors, namedTensors } from "../../../lib/model/parameters.ts";
import { unet } from "../../../lib/model/unet.ts";
import { levelAt } from "../../../lib/schedule/level.ts";
import { train } from "../../../lib/train/train.ts";
import { schedule } from "./train-small.ts";

const vocabulary = ["circle", "green", "red"];

export const level = levelAt(schedule, 300);

/** A small U-Net whose last layers are not zero, so that every weight matters. */
export function smallUnet(seed = 1) {
  const rng = random(seed);
  const model = unet({ image: [4, 4, 3], channels: [8, 8], text: vocabulary, rng });
  const old = model.parameters;
  model.parameters = mapTensors(old, (tensor) =>
    tf.tidy(() =>
      tf.keep(
        tf.add(
          tensor,
          tf.tensor(
            Float32Array.from(rng.normal(tensor.size), (n) => 0.1 * n),
            tensor.shape,
          ),
        ),
      ),
    ),
  );
  for (const [, tensor] of namedTensors(old)) tensor.dispose();
  return model;
}

export const pictures: Images = {
  data: Float32Array.from(random(3).normal(6 * 48)),
  count: 6,
  height: 4,
  width: 4,
  channels: 3,
};

export const data = {
  images: pictures,
  captions: ["red", "green", "red circle", "circle", "green circle", "red"],
};

export const prompts = data.captions;

/** Trains for a few steps; gives the last loss. */
export async function learn(model: Parameters<typeof train>[0], more: object = {}) {
  const rng = random(9);
  let loss = Number.NaN;
  for await (const step of train(model, data, {
    schedule,
    target: "v",
    steps: 8,
    batch: 6,
    rate: 0.02,
    rng,
    ...more,
  }))
    ({ loss } = step);
  return loss;
}

/** The largest difference of two lists. */
export const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, index) => Math.max(most, Math.abs(value - b[index])), 0);
