/** Text to image on shapes. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  adamw,
  countParameters,
  type Dataset,
  ddim,
  ema,
  eulerAncestral,
  heldOut,
  imageGrid,
  type LoadOptions,
  loadDataset,
  loadModel,
  oneCycleRate,
  random,
  saveModel,
  train,
  unet,
} from "../../../lib/index.ts";

import {
  draw,
  looks,
  models,
  type Pictures,
  percent,
  type Say,
  savePng,
  schedule,
  shareRight,
} from "./pictures.ts";

const shapesTraining = { steps: 1000, batch: 64, rate: oneCycleRate(3e-3, { rise: 0.15 }) };

/** Text to image on shapes, with four of the 36 looks in no training picture. */
export async function trainShapes(say: Say): Promise<Pictures> {
  const rng = random(1);
  // As many pictures as the training looks at: none is seen twice.
  const which: LoadOptions = { size: 16, styles: ["one-object"], split: "train", limit: 64_000 };
  const data = await loadDataset("shapes", which);
  const text = { vocabulary: data.vocabulary, width: 48 };
  const model = unet({ image: [16, 16, 3], channels: [32, 48, 48], attention: [0, 1, 1], text, rng });
  return trained(model as unknown as Pictures, { data, say, ...shapesTraining, rng });
}

/** Trains with v as the target and keeps the running mean. */
async function trained(
  model: Pictures,
  {
    data,
    say,
    ...options
  }: {
    data: Dataset;
    say: Say;
    steps: number;
    batch: number;
    rate: ReturnType<typeof oneCycleRate>;
    rng: ReturnType<typeof random>;
  },
): Promise<Pictures> {
  const average = ema<object>(model.parameters, { decay: 0.99, warmup: true });
  let sum = 0;
  for await (const { step, loss, secondsLeft } of train(model, data, {
    ...options,
    schedule,
    target: "v",
    optimizer: adamw({ weightDecay: 0, beta2: 0.99 }),
    clipNorm: 1,
    ema: average,
    now: () => performance.now(),
  })) {
    sum += loss;
    if (step % 50 !== 0) continue;
    say(`${data.name}: step ${step}, loss ${(sum / 50).toFixed(4)}, ${Math.round(secondsLeft!)} s left`);
    sum = 0;
  }
  model.dispose();
  model.parameters = average.parameters;
  return model;
}

/** Samplers that the pictures to be judged are drawn with. */
const judged = { ddim, eulerAncestral };

/** The share of pictures that show all that their prompt says, for looks that were trained and for those held out. */
export async function judgeShapes(
  model: Pictures,
  { guidance, sampler, steps }: { guidance: number; sampler: keyof typeof judged; steps: number },
) {
  const seen = looks
    .filter((look) => !heldOut.includes(look))
    .flatMap((look) => Array<string>(16).fill(`a ${look}`));
  const held = heldOut.flatMap((look) => Array<string>(64).fill(`a ${look}`));
  const share = async (prompts: string[]) => {
    const pictures = await draw(model, prompts, { guidance, steps, sampler: judged[sampler] });
    return shareRight(pictures, prompts);
  };
  return {
    guidance,
    sampler,
    steps,
    seen: await share(seen),
    pictures: seen.length,
    held: await share(held),
    heldPictures: held.length,
  };
}

export async function shapesExperiment(say: Say) {
  const path = join(models, "shapes.safetensors");
  const model = existsSync(path) ? ((await loadModel(path)) as Pictures) : await trainShapes(say);
  if (!existsSync(path)) await saveModel(path, model);
  const figures = [];
  for (const [guidance, sampler, steps] of [
    [1, "ddim", 50],
    [1, "eulerAncestral", 50],
    [3, "ddim", 25],
  ] as const) {
    const figure = await judgeShapes(model, { guidance, sampler, steps });
    say(
      `shapes: guidance ${guidance}, ${sampler}: ${percent(figure.seen)} seen, ${percent(figure.held)} held out`,
    );
    figures.push(figure);
  }
  const prompts = [...looks.filter((_, index) => index % 3 === Math.floor(index / 3) % 3), ...heldOut].map(
    (look) => `a ${look}`,
  );
  const pictures = await draw(model, prompts, { guidance: 3 });
  await savePng(
    "training-shapes.png",
    imageGrid(pictures, { captions: prompts.map((prompt) => prompt.slice(2)), columns: 4 }),
  );
  const parameters = countParameters(model.parameters);
  model.dispose();
  return { parameters, ...{ steps: shapesTraining.steps, batch: shapesTraining.batch }, figures };
}
