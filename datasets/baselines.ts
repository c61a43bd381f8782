/** Writes the baseline figures of every set into its card: `node dist/datasets/baselines.js`. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Baseline } from "../lib/data/card.ts";
import type { Dataset } from "../lib/data/dataset.ts";
import { loadDataset } from "../lib/data/load.ts";
import { datasetNames, datasetsFolder } from "../lib/data/shipped.ts";

/** What is known of a set before any training, so that a trained model's figures have something beside them. */
export async function baselinesOf(name: string): Promise<Baseline[]> {
  if (name === "text") return [];
  const limit = name === "shapes" ? { limit: 2000 } : {};
  const train = await loadDataset(name, { ...limit, split: "train" });
  const test = await loadDataset(name, { ...limit, split: "test" });
  const mean = meanPicture(train);
  const { average, deviation } = moments(train.images.data);
  return [
    { figure: "mean of all values", value: average, how: "training pictures in [−1, 1]" },
    { figure: "deviation of all values", value: deviation, how: "training pictures in [−1, 1]" },
    {
      figure: "squared error of the mean picture",
      value: meanSquare(test, (at) => mean[at % mean.length]),
      how: "on the test; a model that predicts x0 from pure noise can do no better without a prompt",
    },
    {
      figure: "accuracy of the nearest picture",
      value: nearestAccuracy(train, test),
      how: `share of the test whose nearest training picture, in squares of pixels, has the same ${labelName(name)}`,
    },
  ].map((baseline) => ({ ...baseline, value: Number(baseline.value.toPrecision(4)) }));
}

const labelName = (name: string) => (name === "shapes" ? "kind of the first shape" : "group");
const labelOf = ({ name, rows }: Dataset, at: number) =>
  name === "shapes" ? rows[at].attributes.kind : rows[at].group;

function meanPicture({ images: { data, count } }: Dataset): Float64Array {
  const sum = new Float64Array(data.length / count);
  data.forEach((value, at) => {
    sum[at % sum.length] += value / count;
  });
  return sum;
}

function moments(data: Float32Array): { average: number; deviation: number } {
  let [sum, squares] = [0, 0];
  for (const value of data) {
    sum += value;
    squares += value * value;
  }
  const average = sum / data.length;
  return { average, deviation: Math.sqrt(squares / data.length - average * average) };
}

function meanSquare({ images: { data } }: Dataset, guess: (at: number) => number): number {
  let sum = 0;
  for (let at = 0; at < data.length; at++) sum += (data[at] - guess(at)) ** 2;
  return sum / data.length;
}

function nearestAccuracy(train: Dataset, test: Dataset): number {
  const area = train.images.data.length / train.images.count;
  const [known, asked] = [train.images.data, test.images.data];
  let right = 0;
  for (let row = 0; row < test.images.count; row++) {
    let [nearest, least] = [0, Number.POSITIVE_INFINITY];
    for (let other = 0; other < train.images.count; other++) {
      let distance = 0;
      for (let at = 0; at < area && distance < least; at++)
        distance += (known[other * area + at] - asked[row * area + at]) ** 2;
      if (distance < least) [nearest, least] = [other, distance];
    }
    if (labelOf(train, nearest) === labelOf(test, row)) right++;
  }
  return right / test.images.count;
}

/** Writes a set's baselines into its card. */
export async function writeBaselines(name: string): Promise<void> {
  const path = join(datasetsFolder(), name, "card.json");
  const { files, ...card } = JSON.parse(await readFile(path, "utf8"));
  const whole = { ...card, baselines: await baselinesOf(name), files };
  await writeFile(path, `${JSON.stringify(whole, null, 2)}\n`);
}

if (process.argv[1] === import.meta.filename) for (const name of datasetNames()) await writeBaselines(name);
