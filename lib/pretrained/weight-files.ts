/** The files that hold a part's weights: one, or several with an index of which tensor is where. */
import { show } from "../core/check.ts";
import {
  openSafetensors,
  type SafetensorsFile,
  type SavedTensor,
  type TensorPart,
} from "../core/safetensors.ts";
import type { SafetensorsEntry } from "../core/safetensors-header.ts";
import type { ModelFolder } from "./model-folder.ts";

/** Tensors by name, whichever file they are in. */
export interface WeightFiles {
  /** As errors name them. */
  of: string;
  entries: ReadonlyMap<string, SafetensorsEntry>;
  /** Reads a tensor, or a part of it, at once. */
  read(name: string, part?: TensorPart): SavedTensor;
  close(): Promise<void>;
}

/** What diffusers and transformers call a part's file, the preferred one first. */
const bases = ["diffusion_pytorch_model", "model"];
const variants = ["", ".fp16"];

/**
 * Opens the weights of a part of a folder; only headers are read.
 *
 * @throws {RangeError} If there are none, or only files that could run code.
 * @throws {SyntaxError} If a file is broken, or the index does not fit its files.
 */
export async function openWeights(folder: ModelFolder, part: string): Promise<WeightFiles> {
  for (const variant of variants)
    for (const base of bases) {
      const file = `${part}/${base}${variant}.safetensors`;
      const place = await folder.find(file);
      if (place !== undefined) return ofFiles(part, [await openSafetensors(place)]);
      const index = `${part}/${base}.safetensors.index${variant}.json`;
      if ((await folder.find(index)) !== undefined) return openShards(folder, part, index);
    }
  for (const base of [...bases, "pytorch_model"])
    for (const ending of ["bin", "ckpt", "pt", "msgpack"])
      if ((await folder.find(`${part}/${base}.${ending}`)) !== undefined)
        throw new RangeError(
          `Cannot open ${part}/${base}.${ending}: files of this kind can run code when they are read; download the .safetensors file`,
        );
  throw new RangeError(
    `Cannot open ${folder.path}: ${part} has no weights; ${part}/${bases[0]}.safetensors or ${part}/${bases[1]}.safetensors must be there`,
  );
}

/** Opens a file that holds all parts of a pipeline. */
export async function openSingleFile(path: string): Promise<WeightFiles> {
  if (!path.endsWith(".safetensors"))
    throw new RangeError(
      `Cannot open ${path}: only .safetensors files are read; those of other kinds can run code`,
    );
  return ofFiles(path, [await openSafetensors(path)]);
}

async function openShards(folder: ModelFolder, part: string, index: string): Promise<WeightFiles> {
  const { weight_map: map } = await folder.json(index);
  if (typeof map !== "object" || map === null)
    throw new SyntaxError(`Cannot read ${index}: it has no weight_map`);
  const names = [...new Set(Object.values(map as Record<string, unknown>))];
  const odd = names.find((name) => typeof name !== "string" || !/^[\w.-]+\.safetensors$/.test(name));
  if (odd !== undefined || names.length > 1000)
    throw new SyntaxError(
      `Cannot read ${index}: weight_map must name .safetensors files beside it, got ${show(odd)}`,
    );
  const files: SafetensorsFile[] = [];
  try {
    for (const name of names) files.push(await openSafetensors(await folder.need(`${part}/${name}`)));
    const all = ofFiles(part, files);
    const missing = Object.keys(map).find((name) => !all.entries.has(name));
    if (missing !== undefined)
      throw new SyntaxError(`Cannot read ${index}: no file has the tensor ${show(missing)}`);
    return all;
  } catch (error) {
    for (const file of files) await file.close();
    throw error;
  }
}

function ofFiles(of: string, files: readonly SafetensorsFile[]): WeightFiles {
  const holders = new Map<string, SafetensorsFile>();
  const entries = new Map<string, SafetensorsEntry>();
  for (const file of files)
    for (const [name, entry] of file.tensors) {
      if (entries.has(name))
        throw new SyntaxError(`Cannot read ${of}: two files have the tensor ${show(name)}`);
      holders.set(name, file);
      entries.set(name, entry);
    }
  return {
    of,
    entries,
    read(name, part) {
      const file = holders.get(name);
      if (!file) throw new RangeError(`Cannot read ${of}: it holds no tensor ${show(name)}`);
      return file.readNow(name, part);
    },
    async close() {
      for (const file of files) await file.close();
    },
  };
}
