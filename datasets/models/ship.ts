/** Puts a trained model beside its configuration, rounded to 16 bits, measures it and writes its card; see train.py. */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tf } from "../../lib/core/tf.ts";
import { datasetsFolder } from "../../lib/data/shipped.ts";
import {
  countParameters,
  type Dataset,
  loadDataset,
  loadModel,
  loadNetwork,
  type ModelCard,
  mapTensors,
  modelCardProblems,
  namedTensors,
  openSafetensors,
  pickImages,
  type ShippedModels,
  saveModel,
  saveNetwork,
  scaleFactor,
  selectBackend,
  toImages,
  tokenize,
  usedDataset,
  weightsHash,
  wordTokenizer,
} from "../../lib/index.ts";
import { about } from "./about.ts";
import { type Made, makeModel, readModelConfig, trainingData } from "./make-model.ts";
import { measures } from "./measure.ts";

type Name = keyof ShippedModels;

/** Rounds the weights and writes them; returns their hash and number. */
async function writeWeights(name: Name, from: string): Promise<Pick<ModelCard, "hash" | "parameters">> {
  const path = join(datasetsFolder(), "models", name, "model.safetensors");
  const config = await readModelConfig(name);
  const data = await trainingData(config);
  const made = makeModel(config, data);
  await fill(made.model, join(from, "weights.safetensors"));
  if (existsSync(join(from, "probe.safetensors"))) await compare(made, data, join(from, "probe.safetensors"));
  const format = { format: "F16" } as const;
  if (made.kind === "unet") {
    await saveModel(path, { ...made.model, predicts: "v" }, {}, format);
    return identity(await loadModel(path));
  }
  if (made.kind === "autoencoder")
    made.model.scale = await scaleFactor(made.model, pickImages(data.images, range(512)));
  await saveNetwork(path, made.model, {}, format);
  return identity(await loadNetwork(made.kind, path));
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Puts the numbers of a file in the place of a model's. */
async function fill(owner: { parameters: object }, path: string): Promise<void> {
  const file = await openSafetensors(path);
  const read = new Map<string, Float32Array>();
  for (const [name] of namedTensors(owner.parameters))
    read.set(name, (await file.read(name)).data as Float32Array);
  await file.close();
  owner.parameters = mapTensors(owner.parameters, ({ shape }, name) =>
    tf.keep(tf.tensor(read.get(name)!, shape)),
  );
}

/** The library's network and that of train.py must say the same of four pictures. */
async function compare(made: Made, data: Dataset, path: string): Promise<void> {
  const file = await openSafetensors(path);
  const read = async (name: string) => {
    const { shape, data } = await file.read(name);
    return tf.tensor(data as Float32Array, shape);
  };
  const [x, wanted] = [await read("x"), (await (await read("answer")).data()) as Float32Array];
  await file.close();
  const found = await answer(made, x, data);
  const worst = Math.max(...Array.from(wanted, (value, at) => Math.abs(value - found[at])));
  console.log(`differs from PyTorch by ${worst.toExponential(1)}`);
  if (!(worst < 1e-3)) throw new Error(`Cannot ship: PyTorch's network says something else, by ${worst}`);
}

async function answer(made: Made, x: tf.Tensor, { captions, vocabulary }: Dataset): Promise<Float32Array> {
  const own = captions.slice(0, 4);
  const images = await toImages(x);
  if (made.kind === "autoencoder") return (await made.model.decode(await made.model.encode(images))).data;
  if (made.kind === "clip") {
    const { length } = made.model.config.text;
    const tokens = tokenize(own, { tokenizer: wordTokenizer(vocabulary), length });
    const [a, b] = [await made.model.embedImages(images), await made.model.embedTexts(tokens)];
    const dot = (i: number, j: number) =>
      range(a.dim).reduce((sum, at) => sum + a.data[i * a.dim + at] * b.data[j * a.dim + at], 0);
    return Float32Array.from(range(16), (at) => dot(Math.floor(at / 4), at % 4));
  }
  const condition = await made.model.embed!(own);
  const t = tf.tensor1d([100, 300, 600, 900]);
  const y = made.model.apply(made.model.parameters, x, { t, condition });
  return Float32Array.from(await y.data());
}

async function identity(model: { parameters: object }): Promise<Pick<ModelCard, "hash" | "parameters">> {
  return { hash: await weightsHash(model), parameters: countParameters(model.parameters) };
}

async function ship(name: Name, from: string): Promise<void> {
  const { data, ...words } = about[name];
  const report = JSON.parse(await readFile(join(from, "report.json"), "utf8"));
  const set = await loadDataset(data, { limit: 1 });
  const card: ModelCard = {
    name,
    version: "1.0.0",
    ...words,
    author: "Noisebook",
    datasets: [usedDataset(set.card)],
    training:
      report.how ??
      `datasets/models/train.py with config.json, which npx noisebook train reads too: ${report.steps.toLocaleString("en")} steps, loss ${report.loss.toFixed(4)} at the end; ${report.engine}.`,
    ...(await writeWeights(name, from)),
    figures: [],
  };
  const path = join(datasetsFolder(), "models", name, "card.json");
  const write = async () => {
    const problems = modelCardProblems(card);
    if (problems.length > 0) throw new SyntaxError(`Cannot write ${path}: ${problems.join("; ")}`);
    await writeFile(path, `${JSON.stringify(card, undefined, 2)}\n`);
  };
  await write();
  card.figures = await measures[name]();
  await write();
  for (const figure of card.figures) console.log(`${name}: ${figure.name}: ${figure.value}`);
}

await selectBackend();
await ship(process.argv[2] as Name, process.argv[3] ?? "");
process.exit();
