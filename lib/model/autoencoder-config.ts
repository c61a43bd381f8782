import { checkInteger } from "../core/check.ts";
import { type ConvParameters, convPlan } from "./layers/conv.ts";
import { type NormParameters, normPlan } from "./layers/group-norm.ts";
import { type AttentionParameters, attentionPlan } from "./layers/multi-head-attention.ts";
import { type ResidualBlockParameters, residualBlockPlan } from "./layers/residual-block.ts";
import type { Plan } from "./parameters.ts";

export interface AutoencoderConfig {
  /** Height, width and channels of a picture. */
  image: readonly [height: number, width: number, channels: number];
  /** Channels of each level; the picture is halved between two levels. */
  channels: readonly number[];
  /** Channels of a code. Default: 4. */
  latent?: number;
  /** Residual blocks of each level on the way down; one more on the way up. Default: 1. */
  blocks?: number;
  /** Groups of the group norms. Default: 8. */
  groups?: number;
  /** Whether a convolution of 1 × 1 mixes the code's channels on either side of it; Flux has none. Default: true. */
  mixing?: boolean;
  /** How far a pixel may lie from what is decoded: σ of p(x | z), when it is taught. Default: 0.1. */
  deviation?: number;
  /** How much the divergence of the codes counts then. Default: 0.01. */
  weight?: number;
}

/** The autoencoder of Stable Diffusion 1, for pictures of 512 × 512. */
export const autoencoderLarge: AutoencoderConfig = {
  image: [512, 512, 3],
  channels: [128, 256, 512, 512],
  blocks: 2,
  groups: 32,
};

export interface MiddleParameters {
  block1: ResidualBlockParameters;
  norm: NormParameters;
  attention: AttentionParameters;
  block2: ResidualBlockParameters;
}

export interface EncoderParameters {
  input: ConvParameters;
  down: { blocks: ResidualBlockParameters[]; downsample?: ConvParameters | undefined }[];
  middle: MiddleParameters;
  norm: NormParameters;
  output: ConvParameters;
  /** Mixes the channels of means and log variances. */
  moments?: ConvParameters | undefined;
}

export interface DecoderParameters {
  /** Mixes the channels of the code. */
  code?: ConvParameters | undefined;
  input: ConvParameters;
  middle: MiddleParameters;
  up: { blocks: ResidualBlockParameters[]; upsample?: ConvParameters | undefined }[];
  norm: NormParameters;
  output: ConvParameters;
}

export interface AutoencoderParameters {
  encoder: EncoderParameters;
  decoder: DecoderParameters;
}

/**
 * Fills in what was left out, and checks that the parts fit each other.
 *
 * @throws {RangeError} If a size is not a whole number from 1, or the picture cannot be halved so often.
 */
export function fullAutoencoderConfig(config: AutoencoderConfig): Required<AutoencoderConfig> {
  const full = { latent: 4, mixing: true, blocks: 1, groups: 8, deviation: 0.1, weight: 0.01, ...config };
  const doing = "make an autoencoder";
  const { image, channels, groups, latent, blocks } = full;
  const factor = 2 ** (channels.length - 1);
  checkInteger(latent, { doing, name: "latent", from: 1 });
  checkInteger(blocks, { doing, name: "blocks", from: 1 });
  for (const side of image.slice(0, 2))
    checkInteger(side / factor, { doing, name: `a side divided by ${factor}`, from: 1 });
  for (const count of channels) checkInteger(count / groups, { doing, name: "channels / groups", from: 1 });
  return full;
}

/**
 * Plans an autoencoder.
 *
 * @example That of Stable Diffusion 1
 * ```ts
 * import assert from "node:assert/strict";
 * import { autoencoderLarge, autoencoderPlan, countParameters } from "noisebook";
 *
 * assert.equal(countParameters(autoencoderPlan(autoencoderLarge)), 83_653_863);
 * ```
 */
export function autoencoderPlan(config: AutoencoderConfig): Plan<AutoencoderParameters> {
  const full = fullAutoencoderConfig(config);
  return { encoder: encoderPlan(full), decoder: decoderPlan(full) };
}

function encoderPlan({
  image,
  channels,
  latent,
  blocks,
  mixing,
}: Required<AutoencoderConfig>): Plan<EncoderParameters> {
  const last = channels.length - 1;
  return {
    input: convPlan({ inputs: image[2], outputs: channels[0] }),
    down: channels.map((outputs, level) => ({
      blocks: chain(channels[Math.max(0, level - 1)], outputs, blocks),
      ...(level < last && { downsample: convPlan({ inputs: outputs, outputs }) }),
    })),
    middle: middlePlan(channels[last]),
    norm: normPlan({ channels: channels[last] }),
    output: convPlan({ inputs: channels[last], outputs: 2 * latent }),
    ...(mixing && { moments: convPlan({ inputs: 2 * latent, outputs: 2 * latent, size: 1 }) }),
  };
}

function decoderPlan({
  image,
  channels,
  latent,
  blocks,
  mixing,
}: Required<AutoencoderConfig>): Plan<DecoderParameters> {
  const upward = [...channels].reverse();
  const last = channels.length - 1;
  return {
    ...(mixing && { code: convPlan({ inputs: latent, outputs: latent, size: 1 }) }),
    input: convPlan({ inputs: latent, outputs: upward[0] }),
    middle: middlePlan(upward[0]),
    up: upward.map((outputs, level) => ({
      blocks: chain(upward[Math.max(0, level - 1)], outputs, blocks + 1),
      ...(level < last && { upsample: convPlan({ inputs: outputs, outputs }) }),
    })),
    norm: normPlan({ channels: channels[0] }),
    output: convPlan({ inputs: channels[0], outputs: image[2] }),
  };
}

function chain(inputs: number, outputs: number, count: number): Plan<ResidualBlockParameters>[] {
  return Array.from({ length: count }, (_, at) =>
    residualBlockPlan({ inputs: at === 0 ? inputs : outputs, outputs }),
  );
}

function middlePlan(channels: number): Plan<MiddleParameters> {
  const block = () => residualBlockPlan({ inputs: channels, outputs: channels });
  return {
    block1: block(),
    norm: normPlan({ channels }),
    attention: attentionPlan({ channels, bias: true, gain: 0 }),
    block2: block(),
  };
}
