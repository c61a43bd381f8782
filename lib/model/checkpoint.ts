/** A trained model as a file. */
import { createHash, type Hash } from "node:crypto";
import { selectBackend } from "../core/backend.ts";
import { checkOneOf, show } from "../core/check.ts";
import { formatOf } from "../core/dtypes.ts";
import { random } from "../core/random.ts";
import {
  openSafetensors,
  type SafetensorsFile,
  type TensorToSave,
  writeSafetensors,
} from "../core/safetensors.ts";
import { ShapeError } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { targets } from "../process/target.ts";
import { type MlpConfig, mlp, mlpPlan } from "./mlp.ts";
import { mmdit } from "./mmdit.ts";
import { type MmditConfig, mmditPlan } from "./mmdit-config.ts";
import type { Model } from "./model.ts";
import { disposeParameters, mapTensors, namedTensors } from "./parameters.ts";
import { unet } from "./unet.ts";
import type { UnetConfig } from "./unet-config.ts";
import { unetPlan } from "./unet-plan.ts";

/** How many bits each number of a file has. */
export type SavedFormat = "F32" | "F16";

/** How a kind of model is made again from its configuration. */
interface Architecture {
  plan(config: object): object;
  make(config: object): Model;
}

// Whatever is drawn here is replaced by what the file holds.
const rng = () => random(0);

export const architectures: Record<string, Architecture> = {
  mlp: {
    plan: (config) => mlpPlan(config as Required<MlpConfig>),
    make: (config) => mlp({ ...(config as MlpConfig), rng: rng() }) as unknown as Model,
  },
  mmdit: {
    plan: (config) => mmditPlan(config as MmditConfig),
    make: (config) => mmdit({ ...(config as MmditConfig), rng: rng() }) as unknown as Model,
  },
  unet: {
    plan: (config) => unetPlan(config as UnetConfig),
    make: (config) => unet({ ...(config as UnetConfig), rng: rng() }) as unknown as Model,
  },
};

/**
 * Saves a model: its parameters, its architecture and what it predicts, in one safetensors file that other programs can
 * read. Of a view of a model, as `frozen` and `withLoras` make them, save the model itself.
 *
 * @param path Where to; the file appears complete or not at all.
 * @param metadata More texts about it, such as how it was trained.
 * @param options
 * @param options.format "F16" rounds the numbers to 16 bits: half the size, three decimal digits. Default: "F32".
 * @throws {RangeError} If the model is of a kind that {@link loadModel} could not make again.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { loadModel, mlp, random, saveModel } from "noisebook";
 *
 * const folder = await mkdtemp("/tmp/example-");
 * const model = mlp({ dim: 2, width: 8, rng: random(1) });
 * await saveModel(`${folder}/model.safetensors`, model);
 * const same = await loadModel(`${folder}/model.safetensors`);
 * assert.deepEqual(same.config, model.config);
 * model.dispose();
 * same.dispose();
 * await rm(folder, { recursive: true });
 * ```
 */
export async function saveModel(
  path: string,
  model: Pick<Model, "kind" | "config" | "parameters" | "predicts">,
  metadata: Record<string, string> = {},
  { format = "F32" }: { format?: SavedFormat } = {},
): Promise<void> {
  const { parameters, predicts } = model;
  const kind = checkOneOf(model.kind, {
    doing: "save the model",
    name: "kind",
    names: Object.keys(architectures),
  });
  const config = JSON.stringify(model.config);
  const tensors: Record<string, TensorToSave> = {};
  // Copies of the tensors, as training may free them while they are read.
  const copies = namedTensors(parameters).map(([name, tensor]) => [name, tf.keep(tensor.clone())] as const);
  const digest = digestOf({ kind, config, predicts });
  try {
    for (const [name, copy] of copies) {
      const data = rounded(Float32Array.from(await copy.data()), format);
      tensors[name] = { shape: copy.shape, data, dtype: format };
      addTo(digest, { name, shape: copy.shape, data });
    }
  } finally {
    tf.dispose(copies.map(([, copy]) => copy));
  }
  const about = { kind, config, predicts, sha256: digest.digest("hex") };
  await writeSafetensors(path, tensors, { ...metadata, ...about });
}

/**
 * Loads a model that {@link saveModel} has saved; its parameters are the same bit by bit. Where no engine computes yet, the
 * best one is started.
 *
 * @returns The model; the caller disposes it.
 * @throws {SyntaxError} If the file is broken, has been altered, or holds no model.
 * @throws {ShapeError} If a tensor has not the shape that the architecture needs.
 *
 * @example See `saveModel`.
 */
export async function loadModel(path: string): Promise<Model> {
  await selectBackend();
  const file = await openSafetensors(path);
  try {
    const model = modelIn(file, path);
    try {
      await fill(model, file, path);
      return model;
    } catch (error) {
      model.dispose();
      throw error;
    }
  } finally {
    await file.close();
  }
}

/** An untrained model of the file's architecture, made only after the file was seen to hold what it needs. */
function modelIn({ metadata, tensors }: SafetensorsFile, path: string): Model {
  const { kind = "", config = "", predicts } = metadata;
  if (!Object.hasOwn(architectures, kind))
    throw new SyntaxError(
      `Cannot load ${path}: it holds no model of a known kind (${Object.keys(architectures).join(", ")}), got ${show(kind)}`,
    );
  const { plan, make } = architectures[kind];
  const parsed: object = JSON.parse(config);
  const wanted = namedTensors(plan(parsed));
  for (const [name, { shape }] of wanted) {
    const found = tensors.get(name);
    if (!found) throw new SyntaxError(`Cannot load ${path}: tensor ${show(name)} is missing`);
    if (show([...found.shape]) !== show([...shape]))
      throw new ShapeError(
        `Cannot load ${path}: ${name} must have shape ${show([...shape])}, got ${show([...found.shape])}`,
      );
  }
  const extra = [...tensors.keys()].find((name) => !wanted.some(([known]) => known === name));
  if (extra !== undefined)
    throw new SyntaxError(`Cannot load ${path}: the model has no tensor ${show(extra)}`);
  const known = checkOneOf(predicts, { doing: `load ${path}`, name: "predicts", names: targets });
  return Object.assign(make(parsed), { predicts: known });
}

async function fill(model: Model, file: SafetensorsFile, path: string): Promise<void> {
  const digest = digestOf(file.metadata);
  const loaded = new Map<string, Float32Array>();
  for (const [name, { shape }] of namedTensors(model.parameters)) {
    const { data, dtype } = await file.read(name);
    if (!(data instanceof Float32Array))
      throw new SyntaxError(`Cannot load ${path}: ${name} must be F32, got ${dtype}`);
    addTo(digest, { name, shape, data });
    loaded.set(name, data);
  }
  if (digest.digest("hex") !== file.metadata["sha256"])
    throw new SyntaxError(`Cannot load ${path}: it is not as it was saved, its SHA-256 differs`);
  const blank = model.parameters;
  model.parameters = mapTensors(blank, ({ shape }, name) =>
    tf.keep(tf.tensor(loaded.get(name) as Float32Array, shape)),
  );
  disposeParameters(blank);
}

/** The values that a file of this format will give back. */
function rounded(data: Float32Array, format: SavedFormat): Float32Array {
  if (format === "F32") return data;
  const { encode, decode } = formatOf(format);
  return decode(encode!(data).slice().buffer) as Float32Array;
}

function digestOf({ kind, config, predicts }: Record<string, string>): Hash {
  return createHash("sha256").update(`${JSON.stringify([kind, config, predicts])}\n`);
}

function addTo(
  digest: Hash,
  { name, shape, data }: { name: string; shape: number[]; data: Float32Array },
): void {
  digest.update(`${name} ${shape.join(" ")}\n`);
  digest.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}
