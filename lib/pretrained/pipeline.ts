/** A pipeline: text encoders, the network that denoises codes, the autoencoder, and how to sample. */
import { selectBackend } from "../core/backend.ts";
import { checkNumber } from "../core/check.ts";
import type { AdapterFile } from "./adapters.ts";
import type { TextReader } from "./clip-tokens.ts";
import type { Place } from "./names.ts";
import { type PartNetwork, partPlan } from "./part.ts";
import { type Amend, type PartWeights, partWeights } from "./part-weights.ts";
import { type Family, familyOf, type PipelineConfigs } from "./pipeline-configs.ts";
import type { WeightFiles } from "./weight-files.ts";

/** A part with weights. */
export interface Part {
  network: PartNetwork;
  weights: PartWeights;
}

export interface Pipeline {
  family: Family;
  configs: PipelineConfigs;
  /** By diffusers' names: unet or transformer, vae, text_encoder, text_encoder_2. */
  parts: Readonly<Record<string, Part>>;
  /** What makes tokens for each text encoder, by the encoder's name. */
  readers: Readonly<Record<string, TextReader>>;
  /** Bytes that weights may take in memory; what has no room is read layer by layer. */
  memory: number;
  /** Frees the weights and closes the files. */
  dispose(): Promise<void>;
}

export interface OpenPipelineOptions {
  /**
   * Bytes that weights may take in memory as float32. Default: half of what the backend has, so that the other half is
   * left for what is computed.
   */
  memory?: number;
  /** Adapters (LoRA) to add to the weights as they are read. */
  loras?: readonly AdapterFile[];
}

/** Bytes for weights: as asked, or half of the backend's memory. */
export async function roomFor(memory: number | undefined): Promise<number> {
  const { memoryLimit } = await selectBackend();
  if (memory === undefined) return (memoryLimit ?? 16 * 2 ** 30) / 2;
  return checkNumber(memory, { doing: "open a pipeline", name: "memory", from: 0 });
}

/** A part whose weights are in files. */
export function partOf(
  network: PartNetwork,
  options: { places: ReadonlyMap<string, Place>; files: WeightFiles; amend?: Amend | undefined },
): Part {
  return { network, weights: partWeights(partPlan(network) as never, options) };
}

/** Puts the parts together. */
export function assemble({
  files,
  ...rest
}: Omit<Pipeline, "dispose" | "family"> & { files: readonly WeightFiles[] }): Pipeline {
  return {
    family: familyOf(rest.configs.name).family,
    ...rest,
    async dispose() {
      for (const { weights } of Object.values(this.parts)) weights.free();
      for (const file of files) await file.close();
    },
  };
}
