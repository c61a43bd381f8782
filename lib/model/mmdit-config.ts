import { checkInteger } from "../core/check.ts";
import { type DenseParameters, densePlan } from "./layers/dense.ts";
import type { RmsNormParameters } from "./layers/rms-norm.ts";
import type { Plan } from "./parameters.ts";
import {
  type TextConfig,
  type TextEncoderParameters,
  textDefaults,
  textEncoderPlan,
} from "./text-encoder.ts";
import type { TimeKind } from "./time.ts";

export interface MmditConfig {
  /** Height, width and channels of a picture, or of a code. */
  image: readonly [height: number, width: number, channels: number];
  /** Height and width of a patch, which is a token. Default: 2. */
  patch?: number;
  heads: number;
  /**
   * Channels of a head that turn with each axis of a token's place: a spare one, row and column. Their sum is the head's channels.
   * Default: [4, 14, 14].
   */
  axes?: readonly [number, number, number];
  /** Blocks in which texts and picture have weights of their own. */
  double: number;
  /** Blocks in which they share them. */
  single: number;
  /** Makes the model read texts: their words, or these with the sizes of the encoder. */
  text?: readonly string[] | TextConfig;
  /** Makes the model look at states of words from elsewhere, with so many channels. */
  context?: number;
  /** Channels of the vector that stands for the whole text. Default: those of a word's state. */
  pooled?: number;
  /** Whether the model is told the strength of guidance, as a distilled one is. Default: false. */
  guidance?: boolean;
  /** What t is. Default: "flow". */
  time?: TimeKind;
}

/** A configuration with every choice made. */
export type FullMmditConfig = Required<Omit<MmditConfig, "text" | "context">> & {
  text?: Required<TextConfig>;
  context?: number;
};

/** The transformer of FLUX.1-dev, for pictures of 1024 × 1024. */
export const mmditLarge: MmditConfig = {
  image: [128, 128, 16],
  heads: 24,
  axes: [16, 56, 56],
  double: 19,
  single: 38,
  context: 4096,
  pooled: 768,
  guidance: true,
};

/** What attention needs of one kind of token. */
export interface ProjectionParameters {
  q: DenseParameters;
  k: DenseParameters;
  v: DenseParameters;
  qNorm: RmsNormParameters;
  kNorm: RmsNormParameters;
}

/** One of the two streams of a double block. */
export interface StreamParameters extends ProjectionParameters {
  /** To shift, scale and gate of the attention, then of the dense layers. */
  modulation: DenseParameters;
  out: DenseParameters;
  input: DenseParameters;
  output: DenseParameters;
}

/** A block for all tokens: attention and dense layer side by side. */
export interface SingleBlockParameters extends ProjectionParameters {
  modulation: DenseParameters;
  input: DenseParameters;
  output: DenseParameters;
}

export interface TwoDense {
  dense1: DenseParameters;
  dense2: DenseParameters;
}

export interface MmditParameters {
  encoder?: TextEncoderParameters | undefined;
  image: DenseParameters;
  text: DenseParameters;
  time: TwoDense;
  guidance?: TwoDense | undefined;
  pooled: TwoDense;
  double: { image: StreamParameters; text: StreamParameters }[];
  single: SingleBlockParameters[];
  /** To scale and shift before the output. */
  modulation: DenseParameters;
  output: DenseParameters;
}

/** Sines and cosines of a time. */
export const timeWaves = 256;

/**
 * Fills in what was left out, and checks that the parts fit each other.
 *
 * @throws {RangeError} If a size is not a whole number, patches do not divide the picture, or it is told of neither or both of
 *   text and context.
 */
export function fullMmditConfig({ text, context, pooled, ...config }: MmditConfig): FullMmditConfig {
  const doing = "make an MMDiT";
  if ((text === undefined) === (context === undefined))
    throw new RangeError(`Cannot ${doing}: give one of text and context, got ${text ? "both" : "neither"}`);
  const words = text && textDefaults("vocabulary" in text ? text : { vocabulary: text });
  const full = {
    patch: 2,
    axes: [4, 14, 14] as const,
    guidance: false,
    time: "flow" as const,
    ...config,
    pooled: pooled ?? words?.width ?? context!,
    ...(words ? { text: words } : { context: context! }),
  };
  for (const name of ["heads", "double", "single"] as const)
    checkInteger(full[name], { doing, name, from: name === "heads" ? 1 : 0 });
  for (const size of full.axes) checkInteger(size / 2, { doing, name: "half of an axis", from: 1 });
  for (const side of full.image.slice(0, 2))
    checkInteger(side / full.patch, { doing, name: "a side divided by patch", from: 1 });
  return full;
}

/** Channels of a token's state. */
export function mmditWidth({ heads, axes }: Pick<FullMmditConfig, "heads" | "axes">): number {
  return heads * axes.reduce((sum, size) => sum + size, 0);
}

/**
 * Plans a multimodal diffusion transformer whose blocks at first add nothing, and whose first output is zero.
 *
 * @example That of FLUX.1-dev
 * ```ts
 * import assert from "node:assert/strict";
 * import { countParameters, mmditLarge, mmditPlan } from "noisebook";
 *
 * assert.equal(countParameters(mmditPlan(mmditLarge)), 11_901_408_320);
 * ```
 */
export function mmditPlan(options: MmditConfig): Plan<MmditParameters> {
  const config = fullMmditConfig(options);
  const { image, patch, text, context, pooled, guidance, double, single } = config;
  const width = mmditWidth(config);
  const token = patch * patch * image[2];
  const two = (inputs: number): Plan<TwoDense> => ({
    dense1: densePlan({ inputs, outputs: width }),
    dense2: densePlan({ inputs: width, outputs: width }),
  });
  const repeat = <Item>(count: number, item: () => Item) => Array.from({ length: count }, item);
  return {
    ...(text && { encoder: textEncoderPlan(text) }),
    image: densePlan({ inputs: token, outputs: width }),
    text: densePlan({ inputs: text?.width ?? context!, outputs: width }),
    time: two(timeWaves),
    ...(guidance && { guidance: two(timeWaves) }),
    pooled: two(pooled),
    double: repeat(double, () => ({ image: streamPlan(config), text: streamPlan(config) })),
    single: repeat(single, () => singlePlan(config)),
    modulation: densePlan({ inputs: width, outputs: 2 * width, gain: 0 }),
    output: densePlan({ inputs: width, outputs: token, gain: 0 }),
  };
}

function projectionPlan(config: FullMmditConfig): Plan<ProjectionParameters> {
  const width = mmditWidth(config);
  const square = () => densePlan({ inputs: width, outputs: width });
  const norm = () => ({ gamma: { shape: [width / config.heads], deviation: 0, mean: 1 } });
  return { q: square(), k: square(), v: square(), qNorm: norm(), kNorm: norm() };
}

function streamPlan(config: FullMmditConfig): Plan<StreamParameters> {
  const width = mmditWidth(config);
  return {
    modulation: densePlan({ inputs: width, outputs: 6 * width, gain: 0 }),
    ...projectionPlan(config),
    out: densePlan({ inputs: width, outputs: width }),
    input: densePlan({ inputs: width, outputs: 4 * width }),
    output: densePlan({ inputs: 4 * width, outputs: width }),
  };
}

function singlePlan(config: FullMmditConfig): Plan<SingleBlockParameters> {
  const width = mmditWidth(config);
  return {
    modulation: densePlan({ inputs: width, outputs: 3 * width, gain: 0 }),
    ...projectionPlan(config),
    input: densePlan({ inputs: width, outputs: 4 * width }),
    output: densePlan({ inputs: 5 * width, outputs: width }),
  };
}
