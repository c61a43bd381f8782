/** Single-file checkpoints of Stable Diffusion: which family it is, and where its parts are. */
import { loadMerges } from "../data/text-tables.ts";
import { clipTokenizer } from "../text/clip-tokenizer.ts";
import { openAdapters } from "./adapters.ts";
import { clipReader, type TextReader } from "./clip-tokens.ts";
import { originalPlaces } from "./original-names.ts";
import type { PartNetwork } from "./part.ts";
import { assemble, type OpenPipelineOptions, type Part, type Pipeline, partOf, roomFor } from "./pipeline.ts";
import { networksOf, type PipelineConfigs } from "./pipeline-configs.ts";
import { publishedConfig } from "./published.ts";
import { openSingleFile, type WeightFiles } from "./weight-files.ts";

export interface SingleFileOptions extends OpenPipelineOptions {
  /** The configuration, which a single file does not hold. Default: that of Stable Diffusion 1.5 or XL, whichever fits. */
  configs?: PipelineConfigs;
  /** CLIP's merges. Default: `loadMerges()`. */
  merges?: [string, string][];
}

const prefixes: Record<string, Record<string, string>> = {
  sd: {
    unet: "model.diffusion_model.",
    vae: "first_stage_model.",
    text_encoder: "cond_stage_model.transformer.",
  },
  sdxl: {
    unet: "model.diffusion_model.",
    vae: "first_stage_model.",
    text_encoder: "conditioner.embedders.0.transformer.",
    text_encoder_2: "conditioner.embedders.1.model.",
  },
};

/**
 * Opens a single-file checkpoint of Stable Diffusion 1.x or XL, a .safetensors file with the names of the first programs.
 *
 * @returns The pipeline; the caller disposes it.
 * @throws {RangeError} If the file is of another kind, or of another family.
 * @throws {SyntaxError} If a tensor is missing or of another shape; it names the tensor.
 */
export async function openCheckpoint(path: string, options: SingleFileOptions = {}): Promise<Pipeline> {
  const memory = await roomFor(options.memory);
  const files = await openSingleFile(path);
  const adapters: WeightFiles[] = [];
  try {
    const configs = options.configs ?? configsOf(files, path);
    const isXl = configs.name === "StableDiffusionXLPipeline";
    const of = prefixes[isXl ? "sdxl" : "sd"];
    const parts: Record<string, Part> = {};
    const networks = networksOf(configs);
    const amends = await openAdapters(options.loras ?? [], { networks, files: adapters });
    for (const [name, network] of Object.entries(networks)) {
      const places = originalPlaces(network, { prefix: of[name], isOpenClip: name === "text_encoder_2" });
      parts[name] = partOf(network, { places, files, amend: amends[name] });
    }
    const merges = options.merges ?? (await loadMerges());
    return assemble({
      configs,
      parts,
      readers: readersOf(parts, merges),
      memory,
      files: [files, ...adapters],
    });
  } catch (error) {
    for (const file of [files, ...adapters]) await file.close();
    throw error;
  }
}

/** The configurations of a single file, by the names of its tensors. */
export async function readFileConfigs(path: string): Promise<PipelineConfigs> {
  const files = await openSingleFile(path);
  await files.close();
  return configsOf(files, path);
}

function configsOf({ entries }: WeightFiles, path: string): PipelineConfigs {
  if (entries.has("conditioner.embedders.1.model.ln_final.weight")) return publishedConfig("sdxl");
  if (entries.has("cond_stage_model.transformer.text_model.final_layer_norm.weight"))
    return publishedConfig("sd15");
  throw new RangeError(
    `Cannot open ${path}: it is no checkpoint of Stable Diffusion 1.x or XL with its text encoders; open the folder in diffusers' layout instead`,
  );
}

function readersOf(
  parts: Readonly<Record<string, { network: PartNetwork }>>,
  merges: [string, string][],
): Record<string, TextReader> {
  const tokenizer = clipTokenizer(merges);
  const readers: Record<string, TextReader> = {};
  for (const [name, { network }] of Object.entries(parts))
    if (network.kind === "clip-text") {
      const padding = name === "text_encoder_2" ? 0 : tokenizer.end;
      readers[name] = clipReader(tokenizer, { merges, length: network.config.length, padding });
    }
  return readers;
}
