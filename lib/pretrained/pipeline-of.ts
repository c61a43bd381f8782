import { sizeOf } from "../core/like.ts";
import type { Autoencoder } from "../model/autoencoder.ts";
import type { ClipTextConfig, ClipTextParameters } from "../model/clip-text.ts";
import type { Model } from "../model/model.ts";
import { namedTensors } from "../model/parameters.ts";
import type { UnetConfig } from "../model/unet-config.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Merges } from "../text/byte-pairs.ts";
import { clipTokenizer } from "../text/clip-tokenizer.ts";
import { clipReader } from "./clip-tokens.ts";
import type { ConfigRecord } from "./config-record.ts";
import { writeConfig } from "./config-writing.ts";
import type { PartNetwork } from "./part.ts";
import type { PartWeights } from "./part-weights.ts";
import { assemble, type Part, type Pipeline } from "./pipeline.ts";

export interface PipelineOfOptions {
  /** A U-Net on codes, made with `context`: the width of the text tower. */
  unet: Pick<Model, "config" | "predicts" | "parameters">;
  autoencoder: Autoencoder;
  /** A text tower of CLIP: `text` of a model that `clip` made, and of its parameters. */
  text: { config: ClipTextConfig; parameters: ClipTextParameters };
  /** The merges of the tower's tokenizer. */
  merges: Merges;
  /** What the U-Net was trained on. */
  schedule: Schedule;
}

/**
 * Puts parts that were made here together as a Stable Diffusion, for `textToImage` and `exportPipeline`.
 *
 * @returns The pipeline; its models stay the caller's.
 * @throws {RangeError} If the U-Net has not the form of Stable Diffusion's; it names the setting.
 *
 * @example A picture of an untrained one, and its folder for diffusers
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm } from "node:fs/promises";
 * import {
 *   autoencoder,
 *   type ClipTextParameters,
 *   clipTextPlan,
 *   exportPipeline,
 *   initialise,
 *   loadMerges,
 *   openPipeline,
 *   pipelineOf,
 *   random,
 *   scaledLinearSchedule,
 *   textToImage,
 *   unet,
 * } from "noisebook";
 *
 * const rng = random(1);
 * const config = { vocabulary: 614, length: 77, width: 8, layers: 1, heads: 1 };
 * const form = { groups: 4, feedForward: 4, projection: true, skips: "all", context: 8 } as const;
 * const pipeline = pipelineOf({
 *   unet: unet({ image: [8, 8, 4], channels: [8, 8], ...form, rng }),
 *   autoencoder: autoencoder({ image: [16, 16, 3], channels: [8, 8], rng }),
 *   text: { config, parameters: initialise<ClipTextParameters>(clipTextPlan(config), rng) },
 *   merges: (await loadMerges()).slice(0, 100),
 *   schedule: scaledLinearSchedule(),
 * });
 * const folder = await mkdtemp("/tmp/example-");
 * await exportPipeline(pipeline, folder);
 * const opened = await openPipeline(folder);
 * for await (const step of textToImage(opened, { prompt: "a cat", steps: 2, size: 16, rng }))
 *   if (step.stage === "image") assert.equal(step.image.data.length, 768);
 * await opened.dispose();
 * await rm(folder, { recursive: true });
 * ```
 */
export function pipelineOf({ unet, autoencoder, text, merges, schedule }: PipelineOfOptions): Pipeline {
  const { scale, shift } = autoencoder;
  const parts: Record<string, Part> = {
    text_encoder: partOf({ kind: "clip-text", config: text.config }, text),
    unet: partOf({ kind: "unet", config: unet.config as UnetConfig }, unet),
    vae: partOf({ kind: "autoencoder", config: autoencoder.config, scale, shift }, autoencoder),
  };
  const tokenizer = clipTokenizer(merges);
  const reader = clipReader(tokenizer, { merges, length: text.config.length, padding: tokenizer.end });
  const configs = {
    name: "StableDiffusionPipeline",
    parts: Object.fromEntries(
      Object.entries(parts).map(([name, { network }]) => [name, writeConfig(network)]),
    ),
    scheduler: schedulerOf(schedule, unet.predicts),
    settings: {},
  };
  return assemble({ configs, parts, readers: { text_encoder: reader }, memory: Infinity, files: [] });
}

function schedulerOf({ steps, beta }: Schedule, predicts: string): ConfigRecord {
  const names: Record<string, string> = { eps: "epsilon", v: "v_prediction", x0: "sample" };
  if (!(predicts in names))
    throw new RangeError(`Cannot make the pipeline: the U-Net must predict eps, v or x0, got ${predicts}`);
  return {
    _class_name: "DDIMScheduler",
    clip_sample: false,
    num_train_timesteps: steps,
    prediction_type: names[predicts],
    set_alpha_to_one: true,
    steps_offset: 0,
    timestep_spacing: "trailing",
    trained_betas: [...beta],
  };
}

/** A part whose tensors are in memory and belong to a model. */
function partOf(network: PartNetwork, owner: { parameters: object }): Part {
  const count = () =>
    namedTensors(owner.parameters).reduce((sum, [, { shape }]) => sum + 4 * sizeOf(shape as number[]), 0);
  const weights: PartWeights = {
    get parameters() {
      return owner.parameters;
    },
    bytes: count(),
    resident: count,
    async *load() {},
    free: () => undefined,
  };
  return { network, weights };
}
