import { stat } from "node:fs/promises";
import { openAdapters } from "./adapters.ts";
import { openClipReader, type TextReader } from "./clip-tokens.ts";
import { type ModelFolder, openFolder } from "./model-folder.ts";
import { diffusersPlaces, type Place } from "./names.ts";
import { assemble, type OpenPipelineOptions, type Part, type Pipeline, partOf, roomFor } from "./pipeline.ts";
import { networksOf, readConfigs } from "./pipeline-configs.ts";
import { openCheckpoint, type SingleFileOptions } from "./single-file.ts";
import { openT5Reader } from "./t5-tokens.ts";
import { openWeights, type WeightFiles } from "./weight-files.ts";

/**
 * Opens a downloaded model: Stable Diffusion 1.5, Stable Diffusion XL or FLUX.1 in diffusers' layout, or a single file of
 * one of the first two.
 *
 * Only configurations, tokenizers and the headers of weight files are read; each weight is read when it is needed, and
 * kept as far as `memory` allows. Files are safetensors in F32, F16 or BF16, single or in shards; nothing in them can run
 * code, and nothing outside of the folder is read.
 *
 * @param path The folder with model_index.json, or a .safetensors file with all parts.
 * @returns The pipeline; the caller disposes it.
 * @throws {RangeError} If a file is missing or leads out of the folder, or the model asks for what this library has not.
 * @throws {SyntaxError} If a file is broken, or a tensor is missing or of another shape; it names the tensor.
 *
 * @example See `pipelineOf`.
 */
export async function openPipeline(path: string, options: SingleFileOptions = {}): Promise<Pipeline> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? openCheckpoint(path, options) : openLayout(path, options);
}

async function openLayout(path: string, { memory, loras = [] }: OpenPipelineOptions): Promise<Pipeline> {
  const room = await roomFor(memory);
  const opened = await openFolder(path);
  const configs = await readConfigs(opened);
  const files: WeightFiles[] = [];
  try {
    const parts: Record<string, Part> = {};
    const networks = networksOf(configs);
    const amends = await openAdapters(loras, { networks, files });
    for (const [name, network] of Object.entries(networks)) {
      const file = await openWeights(opened, name);
      files.push(file);
      const places = diffusersPlaces(network);
      parts[name] = partOf(network, { places, files: file, amend: amends[name] });
      refuseStrange(file, places);
    }
    return assemble({ configs, parts, readers: await readersOf(opened, parts), memory: room, files });
  } catch (error) {
    for (const file of files) await file.close();
    throw error;
  }
}

/** Tensors that older programs saved though they are no weights, and copies of others. */
const harmless = /(^|\.)(position_ids|logit_scale|embed_tokens\.weight)$/;

/** Tensors for which the network has no place would be silently left out: then it is another network. */
function refuseStrange(files: WeightFiles, places: ReadonlyMap<string, Place>): void {
  const known = new Set([...places.values()].flatMap(({ names }) => names));
  for (const name of files.entries.keys())
    if (!known.has(name) && !harmless.test(name))
      throw new SyntaxError(
        `Cannot open ${files.of}: its file has the tensor ${JSON.stringify(name)}, for which the configured network has no place`,
      );
}

async function readersOf(
  folder: ModelFolder,
  parts: Readonly<Record<string, Part>>,
): Promise<Record<string, TextReader>> {
  const readers: Record<string, TextReader> = {};
  for (const [name, { network }] of Object.entries(parts)) {
    const tokenizer = name.replace("text_encoder", "tokenizer");
    if (network.kind === "clip-text") readers[name] = await openClipReader(folder, tokenizer, network.config);
    if (network.kind === "t5") readers[name] = await openT5Reader(folder, tokenizer, { length: 512 });
  }
  return readers;
}
