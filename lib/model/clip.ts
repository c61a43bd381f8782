import { checkInteger } from "../core/check.ts";
import { toPoints, toTensor } from "../core/convert.ts";
import type { Images } from "../core/images.ts";
import type { Points } from "../core/points.ts";
import type { Random } from "../core/random.ts";
import type { Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import type { Tokens } from "../text/tokenize.ts";
import {
  type ClipImageConfig,
  type ClipImageParameters,
  clipImagePlan,
  encodeClipImages,
} from "./clip-image.ts";
import {
  type ClipTextConfig,
  type ClipTextParameters,
  clipTextPlan,
  encodeClipText,
  endStates,
} from "./clip-text.ts";
import { type DenseParameters, dense, densePlan } from "./layers/dense.ts";
import { disposeParameters, initialise, type Plan } from "./parameters.ts";

export interface ClipConfig {
  text: ClipTextConfig;
  image: ClipImageConfig;
  /** Features of an embedding, which both towers project to. */
  features: number;
}

export interface ClipParameters {
  text: ClipTextParameters;
  image: ClipImageParameters;
  textProjection: DenseParameters;
  imageProjection: DenseParameters;
  /** ln(1/temperature), learned with the rest. */
  logScale: Tensor<"">;
}

/** Pictures and texts in one space: a picture lies near the text that fits it. */
export interface ClipModel {
  readonly kind: "clip";
  readonly config: ClipConfig;
  /** The model owns these tensors. */
  parameters: ClipParameters;
  /** An embedding of length 1 for each picture: [count, features]. */
  embedImages(images: Images): Promise<Points>;
  /** An embedding of length 1 for each text. */
  embedTexts(tokens: Tokens): Promise<Points>;
  /** Frees the parameters. */
  dispose(): void;
}

/** Plans both towers and their projections; the temperature starts at 0.07. */
export function clipPlan({ text, image, features }: ClipConfig): Plan<ClipParameters> {
  return {
    text: clipTextPlan(text),
    image: clipImagePlan(image),
    textProjection: densePlan({ inputs: text.width, outputs: features, bias: false }),
    imageProjection: densePlan({ inputs: image.width, outputs: features, bias: false }),
    logScale: { shape: [], deviation: 0, mean: Math.log(1 / 0.07) },
  };
}

/**
 * Makes a CLIP: a transformer that reads texts and one that looks at pictures, which `trainClip` teaches to agree.
 *
 * Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision", figures 1 and 3.
 *
 * @throws {RangeError} If a size is not a whole number from 1, or heads or patches do not divide what they must.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { clip, random, tokenize, wordTokenizer } from "noisebook";
 *
 * const tokenizer = wordTokenizer(["red", "blue", "heart"]);
 * const model = clip({
 *   text: { vocabulary: tokenizer.size, length: 6, width: 16, layers: 1, heads: 2 },
 *   image: { size: 8, patch: 4, width: 16, layers: 1, heads: 2 },
 *   features: 8,
 *   rng: random(1),
 * });
 * const texts = await model.embedTexts(tokenize(["red heart", "blue heart"], { tokenizer, length: 6 }));
 * assert.deepEqual([texts.count, texts.dim], [2, 8]);
 * model.dispose();
 * ```
 */
export function clip({ rng, ...config }: ClipConfig & { rng: Random }): ClipModel {
  checkConfig(config);
  return {
    kind: "clip",
    config,
    parameters: initialise<ClipParameters>(clipPlan(config), rng),
    async embedImages(images) {
      return read(tf.tidy(() => imageFeatures(this.parameters, toTensor(images), config)));
    },
    async embedTexts(tokens) {
      return read(tf.tidy(() => textFeatures(this.parameters, tokens, config)));
    },
    dispose() {
      disposeParameters(this.parameters);
    },
  };
}

/** The embeddings of pictures, of length 1: [batch, feature]; the caller owns it. */
export function imageFeatures(
  { image, imageProjection }: ClipParameters,
  x: Tensor<"batch height width channel">,
  config: ClipConfig,
): Tensor<"batch feature"> {
  return tf.tidy(() => unit(dense(imageProjection, encodeClipImages(image, x, config.image))));
}

/** The embeddings of texts, of length 1: [batch, feature]; the caller owns it. */
export function textFeatures(
  { text, textProjection }: ClipParameters,
  tokens: Tokens,
  config: ClipConfig,
): Tensor<"batch feature"> {
  return tf.tidy(() => {
    const states = encodeClipText(text, tokens, config.text);
    return unit(dense(textProjection, endStates(states, tokens.ends)));
  });
}

function unit(x: tf.Tensor): tf.Tensor {
  return tf.div(x, tf.sqrt(tf.sum(tf.square(x), -1, true)));
}

async function read(x: tf.Tensor): Promise<Points> {
  try {
    return await toPoints(x);
  } finally {
    x.dispose();
  }
}

function checkConfig({ text, image, features }: ClipConfig): void {
  const doing = "make a CLIP";
  checkInteger(features, { doing, name: "features", from: 1 });
  checkInteger(image.size / image.patch, { doing, name: "image.size / image.patch", from: 1 });
  checkInteger(text.length, { doing, name: "text.length", from: 2 });
  for (const [name, { width, heads, layers }] of Object.entries({ text, image })) {
    checkInteger(layers, { doing, name: `${name}.layers`, from: 1 });
    checkInteger(width / heads, { doing, name: `${name}.width / ${name}.heads`, from: 1 });
  }
}
