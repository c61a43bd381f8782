import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { shapeColours, shapeKinds, shapeSizes } from "../../../lib/data/shapes.ts";
import {
  checkShapes,
  cosineSchedule,
  ddim,
  displaySymbol,
  type Figure,
  type Images,
  type Model,
  pickImages,
  random,
  type Sampler,
  sample,
} from "../../../lib/index.ts";
import { root } from "../../root.ts";

export type Say = (line: string) => void;
export type Pictures = Model<object, Images>;

export const schedule = cosineSchedule();
export const docs = join(root, "docs");
export const models = join(root, ".noisebook", "training");

interface DrawOptions {
  guidance?: number;
  steps?: number;
  seed?: number;
  sampler?: Sampler;
}

export async function draw(
  model: Pictures,
  prompt: string[],
  { guidance = 1, steps = 25, seed = 7, sampler = ddim }: DrawOptions = {},
): Promise<Images> {
  const parts: Images[] = [];
  const rng = random(seed);
  for (let at = 0; at < prompt.length; at += 64) {
    const some = prompt.slice(at, at + 64);
    let x: Images | undefined;
    const options = { schedule, sampler, steps, prompt: some, guidance, rng };
    for await (const step of sample(model, options)) x = step.x;
    parts.push(x!);
  }
  return joined(parts);
}

export function joined(parts: Images[]): Images {
  const data = Float32Array.from(parts.flatMap(({ data }) => [...data]));
  return { ...parts[0], data, count: parts.reduce((sum, { count }) => sum + count, 0) };
}

export const looks = shapeSizes.flatMap((size) =>
  shapeColours.flatMap((colour) => shapeKinds.map((kind) => `${size} ${colour} ${kind}`)),
);

/** The share of pictures that show all that their prompts say. */
export function shareRight(pictures: Images, prompts: string[]): number {
  const right = prompts.filter((prompt, row) => checkShapes(pickImages(pictures, [row]), prompt).correct);
  return right.length / prompts.length;
}

export const range = (count: number) => Array.from({ length: count }, (_, index) => index);

export async function savePng(name: string, figure: Figure): Promise<void> {
  const { "image/png": png } = (await figure[displaySymbol]()) as Record<string, string>;
  await writeFile(join(docs, name), Buffer.from(png, "base64"));
}

export const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
