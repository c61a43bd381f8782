import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkOneOf } from "../core/check.ts";
import { type TensorToSave, writeSafetensors } from "../core/safetensors.ts";
import type { Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { namedTensors } from "../model/parameters.ts";
import { writeConfig } from "./config-writing.ts";
import { diffusersPlaces } from "./names.ts";

import { classOf, type PartNetwork, partPlan } from "./part.ts";
import type { Part, Pipeline } from "./pipeline.ts";

/** How weights are written. */
export type WeightFormat = "F32" | "F16" | "BF16";

const formats: readonly WeightFormat[] = ["F32", "F16", "BF16"];

export interface ExportPipelineOptions {
  /** Default: "F32". */
  format?: WeightFormat;
}

/**
 * Writes a pipeline as a folder that diffusers opens: `DiffusionPipeline.from_pretrained(folder)`.
 *
 * Weights are written one by one, so that never all of them are in memory. The same pipeline gives the same bytes.
 *
 * @param folder Where to; it is made if it is not there, and its files are replaced.
 * @throws {RangeError} If diffusers has no network of a part's form; it names the setting.
 *
 * @example See `pipelineOf`.
 */
export async function exportPipeline(
  { parts, readers, configs }: Pick<Pipeline, "parts" | "readers" | "configs">,
  folder: string,
  { format = "F32" }: ExportPipelineOptions = {},
): Promise<void> {
  checkOneOf(format, { doing: "export the pipeline", name: "format", names: formats });
  const written = Object.entries(parts).map(([name, { network }]) => [name, writeConfig(network)] as const);
  const index: Record<string, unknown> = { _class_name: configs.name, ...configs.settings };
  for (const [name, config] of written) {
    const isOurs = /^(unet|transformer|vae)$/.test(name);
    index[name] = [isOurs ? "diffusers" : "transformers", classOf(config)];
    const file = isOurs ? "diffusion_pytorch_model" : "model";
    await mkdir(join(folder, name), { recursive: true });
    await writeJson(join(folder, name, "config.json"), config);
    await exportWeights(join(folder, name, `${file}.safetensors`), parts[name], { format });
  }
  for (const [encoder, { files }] of Object.entries(readers)) {
    const name = encoder.replace("text_encoder", "tokenizer");
    const own = files();
    index[name] = ["transformers", own.class];
    await mkdir(join(folder, name), { recursive: true });
    for (const [file, content] of Object.entries(own.contents))
      await writeFile(join(folder, name, file), content);
  }
  index["scheduler"] = ["diffusers", configs.scheduler["_class_name"]];
  await mkdir(join(folder, "scheduler"), { recursive: true });
  await writeJson(join(folder, "scheduler/scheduler_config.json"), configs.scheduler);
  if (configs.name === "StableDiffusionPipeline")
    Object.assign(index, {
      feature_extractor: [null, null],
      safety_checker: [null, null],
      requires_safety_checker: false,
    });
  await writeJson(join(folder, "model_index.json"), index);
}

/** Writes a part's weights with the names and layouts of PyTorch's. */
async function exportWeights(
  path: string,
  { network, weights }: Part,
  { format }: { format: WeightFormat },
): Promise<void> {
  const read: ReadWeight = (name, turn) => valuesOf(weights.parameters, { name, turn });
  await writeSafetensors(path, tensorsOf(network, { read, format }), { format: "pt" });
}

/** Gives the values of a tensor by our name when their turn comes; `turn` takes the tensor to PyTorch's layout. */
export type ReadWeight = (name: string, turn: (tensor: Tensor) => Tensor) => Promise<Float32Array>;

/** A part's tensors as its file has them. */
export function tensorsOf(
  network: PartNetwork,
  { read, format }: { read: ReadWeight; format: WeightFormat },
): Record<string, TensorToSave> {
  const places = diffusersPlaces(network);
  const tensors: Record<string, TensorToSave> = {};
  for (const [name, { shape }] of namedTensors<{ shape: readonly number[] }>(partPlan(network))) {
    const [file] = places.get(name)!.names;
    const order = orderOf(name, shape.length);
    const turn = (tensor: Tensor) => (order ? tf.transpose(tensor as tf.Tensor, order) : tensor);
    const theirs = order ? order.map((axis) => shape[axis]) : shape;
    tensors[file] = { shape: theirs, dtype: format, data: () => read(name, turn) };
  }
  return tensors;
}

/** The order of axes that PyTorch has, where it differs. */
function orderOf(name: string, rank: number): number[] | undefined {
  if (!name.endsWith("weight")) return undefined;
  return rank === 4 ? [3, 2, 0, 1] : rank === 2 ? [1, 0] : undefined;
}

async function valuesOf(
  tree: object,
  { name, turn }: { name: string; turn: (tensor: Tensor) => Tensor },
): Promise<Float32Array> {
  const copy = tf.tidy(() => {
    const tensor = name
      .split(".")
      .reduce((branch, key) => branch[key] as never, tree as Record<string, unknown>);
    return tf.clone(turn(tensor as unknown as Tensor) as tf.Tensor);
  });
  try {
    return Float32Array.from(await copy.data());
  } finally {
    copy.dispose();
  }
}

async function writeJson(path: string, value: object): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
