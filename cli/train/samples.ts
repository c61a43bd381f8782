/** The samples at the end of a training: files that say how each was made. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Card,
  drawRecipe,
  type Images,
  imageGrid,
  labelPng,
  type Model,
  type PictureLabel,
  weightsHash,
  writePicture,
} from "../../lib/index.ts";
import { packageVersion } from "../version.ts";
import type { TrainConfig } from "./config.ts";
import { pngOf } from "./png-of.ts";
import type { SetUp } from "./set-up.ts";

/** A file for each prompt in `samples/`, drawn from its own recipe, and all together in `samples.png`. */
export async function writeSamples(
  config: TrainConfig,
  { setup, learned }: { setup: SetUp; learned: Model<object, Images> },
): Promise<Images> {
  const { prompts } = config.sample!;
  const { decoder } = setup;
  const decode = decoder && ((codes: Images) => decoder.decode(codes));
  const hash = await weightsHash(learned);
  const labels = prompts.map((_, at) => labelOf(config, { at, hash, card: setup.data.card }));
  await mkdir(join(config.out, "samples"), { recursive: true });
  const pictures: Images[] = [];
  for (const [at, label] of labels.entries()) {
    const picture = await drawRecipe(label, { load: () => ({ denoiser: learned, hash, decode }) });
    await writeFile(join(config.out, "samples", `${at + 1}.png`), await writePicture(picture, label));
    pictures.push(picture);
  }
  const all = joined(pictures);
  const grid = await pngOf(imageGrid(all, { captions: prompts }));
  const label = { ...labels[0], prompt: prompts.join("; ") };
  await writeFile(join(config.out, "samples.png"), await labelPng(grid, label));
  return all;
}

/** How the sample for a prompt is drawn, and of what; the seeds are those behind the training's. */
function labelOf(
  { sample: wish, seed, schedule, model, data }: TrainConfig,
  { at, hash, card }: { at: number; hash: string; card: Card },
): PictureLabel {
  const { prompts, steps = 25, guidance = 1 } = wish!;
  const { name, version, licence, credit } = card;
  const names = {
    "scaled-linear": "scaled linear",
    linear: "linear",
    cosine: "cosine",
    sigmoid: "sigmoid",
  } as const;
  return {
    made: "by a trained model",
    software: { name: "noisebook", version: packageVersion() },
    prompt: prompts[at],
    seed: seed + 1 + at,
    sampler: schedule ? "ddim" : "flowEuler",
    ...{ steps, guidance, count: 1, index: 0, adapters: [], licence },
    schedule: schedule
      ? { name: names[schedule.kind], steps: schedule.steps ?? 1000 }
      : { name: "flow", steps: 1 },
    model: { name: `${model.kind} trained on ${data.name}`, hash },
    datasets: [{ name, version, licence, credit }],
  };
}

function joined(pictures: Images[]): Images {
  const data = Float32Array.from(pictures.flatMap((picture) => Array.from(picture.data)));
  return { ...pictures[0], count: pictures.length, data };
}
