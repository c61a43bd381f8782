import {
  countParameters,
  type Images,
  imageGrid,
  loadDataset,
  loadShippedModel,
  pickImages,
} from "../../../lib/index.ts";

import { draw, joined, type Pictures, range, type Say, savePng } from "./pictures.ts";

/** As the shipped model's config.json says. */
const facesTraining = { steps: 1500, batch: 64 };

/** Text to image on faces: the shipped model's pictures, and how near the nearest training picture is beside how near these are to each other. */
export async function facesExperiment(say: Say) {
  const data = await loadDataset("faces16", { split: "train" });
  const test = await loadDataset("faces16", { split: "test" });
  const model = (await loadShippedModel("faces16")) as unknown as Pictures;
  const prompts = test.captions.slice(0, 64);
  const pictures = await draw(model, prompts, { guidance: 2 });
  const nearest = ratioToNearest(pictures, { train: data.images, test: test.images });
  say(
    `faces: nearest neighbour ${nearest.generated.toFixed(3)}, of test pictures ${nearest.test.toFixed(3)}`,
  );
  await savePng(
    "training-faces.png",
    imageGrid(pickImages(pictures, range(16)), { captions: prompts.slice(0, 16), columns: 4, scale: 6 }),
  );
  const pairs = range(12).flatMap((row) => [
    pickImages(pictures, [row]),
    pickImages(data.images, [nearest.indices[row]]),
  ]);
  await savePng(
    "training-faces-nearest.png",
    imageGrid(joined(pairs), { columns: 8, title: "Samples, each beside the nearest training picture" }),
  );
  const parameters = countParameters(model.parameters);
  model.dispose();
  return { parameters, ...facesTraining, ...nearest };
}

/**
 * The distance to the nearest training picture over the distance to the second nearest: near 0 for a copy. Beside it that
 * of test pictures, which cannot be copies.
 */
function ratioToNearest(pictures: Images, { train, test }: { train: Images; test: Images }) {
  const area = train.height * train.width * train.channels;
  const near = (images: Images, row: number) => {
    let [first, second, index] = [Infinity, Infinity, 0];
    for (let other = 0; other < train.count; other++) {
      let sum = 0;
      for (let i = 0; i < area && sum < second; i++)
        sum += (Math.min(1, Math.max(-1, images.data[row * area + i])) - train.data[other * area + i]) ** 2;
      if (sum < first) [second, first, index] = [first, sum, other];
      else if (sum < second) second = sum;
    }
    return { ratio: Math.sqrt(first / second), index };
  };
  const all = (images: Images, count: number) =>
    range(Math.min(count, images.count)).map((row) => near(images, row));
  const mean = (list: { ratio: number }[]) => list.reduce((sum, { ratio }) => sum + ratio, 0) / list.length;
  const [generated, others] = [all(pictures, 64), all(test, 64)];
  return {
    generated: mean(generated),
    smallest: Math.min(...generated.map(({ ratio }) => ratio)),
    test: mean(others),
    indices: generated.map(({ index }) => index),
  };
}
