/** The parameters of a U-Net. */
import { type ConvParameters, convPlan } from "./layers/conv.ts";
import { type DenseParameters, densePlan } from "./layers/dense.ts";
import { type EmbeddingParameters, embeddingPlan } from "./layers/embedding.ts";
import { type NormParameters, normPlan } from "./layers/group-norm.ts";
import { type ResidualBlockParameters, residualBlockPlan } from "./layers/residual-block.ts";
import { type TransformerParameters, transformerPlan } from "./layers/transformer.ts";
import type { Plan } from "./parameters.ts";
import { type TextEncoderParameters, textEncoderPlan } from "./text-encoder.ts";
import { type FullUnetConfig, fullUnetConfig, type UnetConfig } from "./unet-config.ts";

/** A residual block and the attention after it. */
export interface UnetBlockParameters {
  residual: ResidualBlockParameters;
  transformer?: TransformerParameters | undefined;
}

export interface UnetParameters {
  time: { dense1: DenseParameters; dense2: DenseParameters };
  text?: TextEncoderParameters | undefined;
  /** From the mean of a text's words to what is added to the time's features. */
  pool?: DenseParameters | undefined;
  /** From the text's vector and the waves of the added numbers to what is added to the time's features. */
  added?: { dense1: DenseParameters; dense2: DenseParameters } | undefined;
  /** A row for each class; the last is for no class. */
  classes?: EmbeddingParameters | undefined;
  input: ConvParameters;
  down: { blocks: UnetBlockParameters[]; downsample?: ConvParameters | undefined }[];
  middle: {
    block1: ResidualBlockParameters;
    transformer?: TransformerParameters | undefined;
    block2: ResidualBlockParameters;
  };
  /** The lowest level first, as they are run. */
  up: { blocks: UnetBlockParameters[]; upsample?: ConvParameters | undefined }[];
  norm: NormParameters;
  output: ConvParameters;
}

/**
 * Plans a U-Net: all its parameters by name and shape, without making a tensor.
 *
 * @throws {RangeError} If the configuration does not fit together.
 *
 * @example The U-Net of Stable Diffusion 1.5
 * ```ts
 * import assert from "node:assert/strict";
 * import { countParameters, unetPlan } from "noisebook";
 *
 * const plan = unetPlan({
 *   image: [64, 64, 4],
 *   channels: [320, 640, 1280, 1280],
 *   blocks: 2,
 *   attention: [1, 1, 1, 0],
 *   heads: 8,
 *   groups: 32,
 *   feedForward: 4,
 *   projection: true,
 *   skips: "all",
 *   context: 768,
 * });
 * assert.equal(countParameters(plan), 859_520_964);
 * ```
 */
export function unetPlan(config: UnetConfig): Plan<UnetParameters> {
  const full = fullUnetConfig(config);
  const { image, channels, timeWidth, text, classes, added, middle } = full;
  const lowest = channels.length - 1;
  const time = timeWidth;
  const inner = residualBlockPlan({ inputs: channels[lowest], outputs: channels[lowest], time });
  return {
    time: {
      dense1: densePlan({ inputs: channels[0], outputs: time }),
      dense2: densePlan({ inputs: time, outputs: time }),
    },
    ...(text && {
      text: textEncoderPlan(text),
      pool: densePlan({ inputs: text.width, outputs: time }),
    }),
    ...(added && {
      added: {
        dense1: densePlan({ inputs: added.pooled + added.numbers * added.waves, outputs: time }),
        dense2: densePlan({ inputs: time, outputs: time }),
      },
    }),
    ...(classes !== undefined && { classes: embeddingPlan({ items: classes + 1, width: time }) }),
    input: convPlan({ inputs: image[2], outputs: channels[0] }),
    down: downPlan(full),
    middle: {
      block1: inner,
      ...(middle > 0 && { transformer: transformerOf(full, { level: lowest, depth: middle }) }),
      block2: inner,
    },
    up: upPlan(full),
    norm: normPlan({ channels: channels[0] }),
    output: convPlan({ inputs: channels[0], outputs: image[2], gain: 0 }),
  };
}

function downPlan(config: FullUnetConfig): Plan<UnetParameters>["down"] {
  const { channels, blocks } = config;
  return channels.map((outputs, level) => ({
    blocks: Array.from({ length: blocks }, (_, at) =>
      blockPlan(config, { level, inputs: at === 0 ? channels[Math.max(0, level - 1)] : outputs }),
    ),
    ...(level < channels.length - 1 && { downsample: convPlan({ inputs: outputs, outputs }) }),
  }));
}

function upPlan(config: FullUnetConfig): Plan<UnetParameters>["up"] {
  const { channels } = config;
  const skips = skipChannels(config);
  let inputs = channels[channels.length - 1];
  return [...channels.entries()].reverse().map(([level, outputs]) => ({
    blocks: Array.from({ length: blocksUp(config) }, () => {
      const block = blockPlan(config, { level, inputs: inputs + (skips.pop() ?? 0) });
      inputs = outputs;
      return block;
    }),
    ...(level > 0 && { upsample: convPlan({ inputs: outputs, outputs }) }),
  }));
}

/** How many residual blocks a level has on the way up. */
const blocksUp = ({ blocks, skips }: FullUnetConfig): number => (skips === "all" ? blocks + 1 : blocks);

/** The channels of what the way down leaves for the way up, in the order in which it does. */
function skipChannels({ channels, blocks, skips }: FullUnetConfig): number[] {
  if (skips === "none") return [];
  const ofLevel = (count: number, level: number) => [
    ...Array<number>(blocks).fill(count),
    ...(skips === "all" && level < channels.length - 1 ? [count] : []),
  ];
  return [...(skips === "all" ? [channels[0]] : []), ...channels.flatMap(ofLevel)];
}

function blockPlan(
  config: FullUnetConfig,
  { level, inputs }: { level: number; inputs: number },
): Plan<UnetBlockParameters> {
  const depth = config.attention[level];
  return {
    residual: residualBlockPlan({ inputs, outputs: config.channels[level], time: config.timeWidth }),
    ...(depth > 0 && { transformer: transformerOf(config, { level, depth }) }),
  };
}

function transformerOf(
  { channels, text, context, feedForward, projection }: FullUnetConfig,
  { level, depth }: { level: number; depth: number },
): Plan<TransformerParameters> {
  return transformerPlan({
    channels: channels[level],
    depth,
    context: text?.width ?? context,
    feedForward,
    projection,
  });
}
