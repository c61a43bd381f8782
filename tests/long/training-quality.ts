/**
 * Trains what the lessons train and measures it. As a program it writes docs/training.md, its figures and its pictures:
 *
 *     node dist/tests/long/training-quality.js mixture shapes faces tuning
 *
 * Each name is one experiment of minutes; those that are left out keep their last figures. Trained models are kept in
 * .noisebook/training, where `tuning` finds the one of `shapes`.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { shapeColours, shapeKinds, shapeSizes } from "../../lib/data/shapes.ts";
import {
  adamw,
  checkShapes,
  combine,
  cosineSchedule,
  countParameters,
  type Dataset,
  ddim,
  displaySymbol,
  ema,
  eulerAncestral,
  type Figure,
  heldOut,
  type Images,
  imageGrid,
  type LoadOptions,
  levelAt,
  linearSchedule,
  loadDataset,
  loadModel,
  loadShippedModel,
  lora,
  type Model,
  mlp,
  oneCycleRate,
  pickImages,
  random,
  type Sampler,
  sample,
  saveModel,
  selectBackend,
  train,
  unet,
} from "../../lib/index.ts";
import { truth } from "../lib/points.ts";
import { root } from "../root.ts";

type Say = (line: string) => void;
type Pictures = Model<object, Images>;

const schedule = cosineSchedule();
const docs = join(root, "docs");
const models = join(root, ".noisebook", "training");

/** An MLP on the exact mixture: how far above the floor is the ε-loss, by the exact denoiser? */
export async function mixtureExperiment(say: Say, { steps }: { steps: number }) {
  const rng = random(1);
  const schedule = linearSchedule();
  const model = mlp({ dim: 2, width: 90, rng });
  const options = { schedule, target: "v" as const, batch: 256, rate: oneCycleRate(6e-3), steps, rng };
  for await (const _ of train(model, truth, options));
  const fresh = random(99);
  let sum = 0;
  for (let t = 5; t < 1000; t += 10) {
    const level = levelAt(schedule, t);
    const { a, s } = level;
    const { data, count, dim } = truth.draw(500, { rng: fresh });
    const x = combine([a, { data, count, dim }], [s, { data: fresh.normal(1000), count, dim }]);
    // |ε − ε*|² of v's error: the prediction and the exact x_0 as ε.
    const own = combine([s, x], [a, await model.predict(x, level)]);
    const best = combine([1 / s, x], [-a / s, truth.predict(x, level) as typeof x]);
    sum +=
      Array.from(own.data).reduce((part, value, index) => part + (value - best.data[index]) ** 2, 0) / 1000;
  }
  const parameters = countParameters(model.parameters);
  model.dispose();
  const excess = sum / 100;
  say(`mixture: ${parameters} parameters, ${steps} steps, excess ${excess.toFixed(5)}`);
  return { parameters, steps, excess };
}

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

function joined(parts: Images[]): Images {
  const data = Float32Array.from(parts.flatMap(({ data }) => [...data]));
  return { ...parts[0], data, count: parts.reduce((sum, { count }) => sum + count, 0) };
}

const looks = shapeSizes.flatMap((size) =>
  shapeColours.flatMap((colour) => shapeKinds.map((kind) => `${size} ${colour} ${kind}`)),
);

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
    return (
      prompts.filter((prompt, row) => checkShapes(pickImages(pictures, [row]), prompt).correct).length /
      prompts.length
    );
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

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

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

/** DreamBooth with and without a prior, and LoRA, on the model of shapes: does it learn the subject, and what does it forget? */
export async function tuningExperiment(say: Say) {
  const path = join(models, "shapes.safetensors");
  const start = (await loadModel(path)) as Pictures;
  const squares = looks
    .filter((look) => look.endsWith("square") && !heldOut.includes(look))
    .map((look) => `a ${look}`);
  const asked = Array<string[]>(6).fill(squares).flat().slice(0, 64);
  const priorPictures = await draw(start, asked, { guidance: 2, seed: 11 });
  const prior = { data: { images: priorPictures, captions: asked } };
  const subject = { images: subjectPictures(8), captions: Array<string>(8).fill("a right square") };
  const ways: Record<string, (model: Pictures) => { model: Pictures; prior?: typeof prior; rate: number }> = {
    "as it was": (model) => ({ model, rate: 0 }),
    "all weights": (model) => ({ model, rate: 1e-3 }),
    "all weights, with a prior": (model) => ({ model, rate: 1e-3, prior }),
    "LoRA, rank 4, all layers": (model) => ({
      model: lora(model, { rank: 4, layers: /weight$/, rng: random(3) }) as unknown as Pictures,
      rate: 5e-3,
    }),
    "LoRA, rank 4, all layers, with a prior": (model) => ({
      model: lora(model, { rank: 4, layers: /weight$/, rng: random(3) }) as unknown as Pictures,
      rate: 5e-3,
      prior,
    }),
  };
  const figures = [];
  const rows: Images[] = [];
  for (const [name, way] of Object.entries(ways)) {
    const base = (await loadModel(path)) as Pictures;
    const { model, rate, prior } = way(base);
    const steps = rate === 0 ? 0 : 200;
    if (steps > 0)
      for await (const _ of train(model, subject, {
        schedule,
        steps,
        batch: 8,
        rate,
        prior,
        clipNorm: 1,
        rng: random(5),
      }));
    const own = await draw(model, Array<string>(10).fill("a right square"), { guidance: 2 });
    const kept = await draw(model, asked.slice(0, 30), { guidance: 2, seed: 12 });
    const others = looks
      .filter((look) => !look.endsWith("square") && !heldOut.includes(look))
      .map((look) => `a ${look}`);
    const rest = await draw(model, others, { guidance: 2, seed: 13 });
    const correct = (pictures: Images, prompts: string[]) =>
      prompts.filter((prompt, row) => checkShapes(pickImages(pictures, [row]), prompt).correct).length /
      prompts.length;
    const figure = {
      name,
      parameters: rate === 0 ? 0 : countParameters(model.parameters),
      likeness: likeness(own),
      squares: correct(kept, asked.slice(0, 30)),
      others: correct(rest, others),
    };
    say(`tuning: ${JSON.stringify(figure)}`);
    figures.push(figure);
    rows.push(pickImages(own, range(4)), pickImages(kept, range(4)));
    if (model !== base) model.dispose();
    base.dispose();
  }
  await savePng(
    "training-tuning.png",
    imageGrid(joined(rows), {
      columns: 8,
      title:
        "The subject, and the class it belongs to: as it was; all weights; with a prior; LoRA; LoRA with a prior",
    }),
  );
  start.dispose();
  return { figures };
}

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

async function savePng(name: string, figure: Figure): Promise<void> {
  const { "image/png": png } = (await figure[displaySymbol]()) as Record<string, string>;
  await writeFile(join(docs, name), Buffer.from(png, "base64"));
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

type Results = Partial<{
  mixture: Awaited<ReturnType<typeof mixtureExperiment>>[];
  shapes: Awaited<ReturnType<typeof shapesExperiment>>;
  faces: Awaited<ReturnType<typeof facesExperiment>>;
  tuning: Awaited<ReturnType<typeof tuningExperiment>>;
}>;

/** The page: a section for each experiment that was made. */
function page({ mixture, shapes, faces, tuning }: Results): string {
  const table = (head: string[], rows: (string | number)[][]) =>
    [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
  const sections = [
    "# What training reaches",
    "Written by `node dist/tests/long/training-quality.js`, figures and pictures included; every number is measured.",
  ];
  if (mixture)
    sections.push(
      "## Points: an MLP on the exact mixture",
      "The excess is the mean square between the predicted noise and that of the exact denoiser, over all steps of the linear schedule: what the loss has above its floor. Batches of 256, one-cycle rate with peak 0.006, target v.",
      table(
        ["parameters", "steps", "excess"],
        mixture.map(({ parameters, steps, excess }) => [parameters, steps, excess.toFixed(4)]),
      ),
    );
  if (shapes)
    sections.push(
      "## Text to image: shapes of 16 × 16",
      `A U-Net of ${shapes.parameters} parameters after ${shapes.steps} steps of ${shapes.batch}: target v, cosine schedule, AdamW (β₂ = 0.99), one-cycle rate with peak 0.003, running mean with decay 0.99, 10 % of the captions dropped. Four of the 36 looks are in no training picture. A picture is right if \`checkShapes\` finds the size, the colour, the shape and nothing else.`,
      table(
        ["guidance", "sampler", "steps", "right, looks that were trained", "right, looks held out"],
        shapes.figures.map(({ guidance, sampler, steps, seen, pictures, held, heldPictures }) => [
          guidance,
          sampler,
          steps,
          `${percent(seen)} of ${pictures}`,
          `${percent(held)} of ${heldPictures}`,
        ]),
      ),
      "![Shapes](training-shapes.png)",
    );
  if (faces)
    sections.push(
      "## Text to image: faces of 16 × 16",
      `The shipped model faces16, a U-Net of ${faces.parameters} parameters after ${faces.steps} steps of ${faces.batch}, with captions of the test set and guidance 2.`,
      "![Faces](training-faces.png)",
      `The distance to the nearest training picture over that to the second nearest would be near 0 for a copy. It is ${faces.generated.toFixed(3)} in the mean (least: ${faces.smallest.toFixed(3)}); of test pictures, which cannot be copies, ${faces.test.toFixed(3)}.`,
      "![Nearest training pictures](training-faces-nearest.png)",
    );
  if (tuning)
    sections.push(
      "## Fine-tuning: a subject from eight pictures",
      "The model of shapes learns a grey square with a hole as “a right square” (a word it never met in pictures of one object), 200 steps of 8. A prior adds 8 pictures of squares to each batch that the model itself drew before. How much of the class is left is measured with `checkShapes`, guidance 2.",
      table(
        ["trained", "parameters", "shows the subject", "squares still right", "others still right"],
        tuning.figures.map(({ name, parameters, likeness, squares, others }) => [
          name,
          parameters,
          percent(likeness),
          percent(squares),
          percent(others),
        ]),
      ),
      "![Fine-tuning](training-tuning.png)",
    );
  return `${sections.join("\n\n")}\n`;
}

async function main(names: string[]): Promise<void> {
  await selectBackend();
  await mkdir(models, { recursive: true });
  const file = join(models, "results.json");
  const results: Results = existsSync(file) ? JSON.parse(await readFile(file, "utf8")) : {};
  const say = (line: string) => console.log(line);
  const run = async <Name extends keyof Results>(name: Name, make: () => Promise<Results[Name]>) => {
    if (!names.includes(name)) return;
    results[name] = await make();
    await writeFile(file, JSON.stringify(results));
    await writeFile(join(docs, "training.md"), page(results));
  };
  await run("mixture", async () => [
    await mixtureExperiment(say, { steps: 1000 }),
    await mixtureExperiment(say, { steps: 3000 }),
  ]);
  await run("shapes", () => shapesExperiment(say));
  await run("faces", () => facesExperiment(say));
  await run("tuning", () => tuningExperiment(say));
  process.exit();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(process.argv.slice(2));
