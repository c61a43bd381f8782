import { join } from "node:path";
import {
  countParameters,
  heldOut,
  type Images,
  imageGrid,
  loadModel,
  lora,
  pickImages,
  random,
  train,
} from "../../../lib/index.ts";

import {
  draw,
  joined,
  looks,
  models,
  type Pictures,
  range,
  type Say,
  savePng,
  schedule,
  shareRight,
} from "./pictures.ts";

/** DreamBooth with and without a prior, and LoRA, on the model of shapes: does it learn the subject, and what does it forget? */
export async function tuningExperiment(say: Say) {
  const path = join(models, "shapes.safetensors");
  const start = (await loadModel(path)) as Pictures;
  const asked = Array<string[]>(6).fill(trainedLooks(true)).flat().slice(0, 64);
  const prior = { data: { images: await draw(start, asked, { guidance: 2, seed: 11 }), captions: asked } };
  start.dispose();
  const figures = [];
  const rows: Images[] = [];
  for (const [name, way] of Object.entries(ways)) {
    const { own, kept, figure } = await tune(path, { ...way, ...(way.withPrior ? { prior } : {}) }, asked);
    say(`tuning: ${JSON.stringify({ name, ...figure })}`);
    figures.push({ name, ...figure });
    rows.push(pickImages(own, range(4)), pickImages(kept, range(4)));
  }
  await savePng(
    "training-tuning.png",
    imageGrid(joined(rows), {
      columns: 8,
      title:
        "The subject, and the class it belongs to: as it was; all weights; with a prior; LoRA; LoRA with a prior",
    }),
  );
  return { figures };
}

/** What is trained of a model, how fast, and whether with pictures of its own beside the subject's. */
interface Way {
  adapted: (model: Pictures) => Pictures;
  rate: number;
  withPrior?: true;
}

const itself = (model: Pictures) => model;
const withLora = (model: Pictures) =>
  lora(model, { rank: 4, layers: /weight$/, rng: random(3) }) as unknown as Pictures;

const ways: Record<string, Way> = {
  "as it was": { adapted: itself, rate: 0 },
  "all weights": { adapted: itself, rate: 1e-3 },
  "all weights, with a prior": { adapted: itself, rate: 1e-3, withPrior: true },
  "LoRA, rank 4, all layers": { adapted: withLora, rate: 5e-3 },
  "LoRA, rank 4, all layers, with a prior": { adapted: withLora, rate: 5e-3, withPrior: true },
};

/** Looks that were trained: squares, or all but squares. */
function trainedLooks(isSquare: boolean): string[] {
  return looks
    .filter((look) => look.endsWith("square") === isSquare && !heldOut.includes(look))
    .map((look) => `a ${look}`);
}

/** Trains one way; gives what the model draws of the subject and of its class, and the figures of both. */
async function tune(path: string, { adapted, rate, prior }: Way & { prior?: Prior }, asked: string[]) {
  const base = (await loadModel(path)) as Pictures;
  const model = adapted(base);
  const subject = { images: subjectPictures(8), captions: Array<string>(8).fill("a right square") };
  const options = { schedule, steps: 200, batch: 8, rate, prior, clipNorm: 1, rng: random(5) };
  if (rate > 0) for await (const _ of train(model, subject, options));
  const own = await draw(model, Array<string>(10).fill("a right square"), { guidance: 2 });
  const kept = await draw(model, asked.slice(0, 30), { guidance: 2, seed: 12 });
  const others = trainedLooks(false);
  const rest = await draw(model, others, { guidance: 2, seed: 13 });
  const figure = {
    parameters: rate === 0 ? 0 : countParameters(model.parameters),
    likeness: likeness(own),
    squares: shareRight(kept, asked.slice(0, 30)),
    others: shareRight(rest, others),
  };
  if (model !== base) model.dispose();
  base.dispose();
  return { own, kept, figure };
}

type Prior = { data: { images: Images; captions: string[] } };

/** A grey square with a hole, at another place in each picture: a look that the set has not. */
function subjectPictures(count: number): Images {
  const data = new Float32Array(count * 768).fill(1);
  for (let row = 0; row < count; row++) {
    const [left, top] = [1 + (row % 4) * 2, 1 + Math.floor(row / 4) * 5];
    for (let y = 0; y < 7; y++)
      for (let x = 0; x < 7; x++) {
        const isHole = x > 1 && x < 5 && y > 1 && y < 5;
        const at = row * 768 + ((top + y) * 16 + left + x) * 3;
        data.fill(isHole ? 1 : -0.5, at, at + 3);
      }
  }
  return { data, count, height: 16, width: 16, channels: 3 };
}

/** The share of pictures that hold the subject: some place where its grey ring and white hole fit to 0.25 in the mean. */
function likeness(pictures: Images): number {
  const fits = (row: number) => {
    for (let top = 0; top < 10; top++)
      for (let left = 0; left < 10; left++) {
        let sum = 0;
        for (let y = 0; y < 7; y++)
          for (let x = 0; x < 7; x++) {
            const isHole = x > 1 && x < 5 && y > 1 && y < 5;
            for (let c = 0; c < 3; c++)
              sum += Math.abs(
                pictures.data[row * 768 + ((top + y) * 16 + left + x) * 3 + c] - (isHole ? 1 : -0.5),
              );
          }
        if (sum / 147 < 0.25) return true;
      }
    return false;
  };
  return range(pictures.count).filter(fits).length / pictures.count;
}
