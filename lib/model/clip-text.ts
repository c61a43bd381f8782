import { show } from "../core/check.ts";
import { ShapeError, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import type { Tokens } from "../text/tokenize.ts";
import { type ClipLayerParameters, clipLayers, clipLayersPlan, type TowerConfig } from "./clip-layers.ts";
import { type DenseParameters, densePlan } from "./layers/dense.ts";
import { type EmbeddingParameters, embedding, embeddingPlan } from "./layers/embedding.ts";
import { type NormParameters, normPlan } from "./layers/group-norm.ts";
import { layerNorm } from "./layers/layer-norm.ts";
import type { Plan } from "./parameters.ts";

export interface ClipTextConfig extends TowerConfig {
  /** How many tokens the tokenizer knows. */
  vocabulary: number;
  /** Most tokens of a text, its two ends included. */
  length: number;
  /** Channels that the end token's state is projected to, where that is part of the tower. */
  projection?: number;
}

export interface ClipTextParameters {
  tokens: EmbeddingParameters;
  positions: EmbeddingParameters;
  layers: ClipLayerParameters[];
  norm: NormParameters;
  projection?: DenseParameters | undefined;
}

/** The text tower of CLIP ViT-L/14, which Stable Diffusion 1 has, and Stable Diffusion XL and Flux besides another. */
export const clipTextLarge: ClipTextConfig = {
  vocabulary: 49408,
  length: 77,
  width: 768,
  layers: 12,
  heads: 12,
};

/** The text tower of OpenCLIP ViT-bigG/14, the second one of Stable Diffusion XL. */
export const clipTextHuge: ClipTextConfig = {
  vocabulary: 49408,
  length: 77,
  width: 1280,
  layers: 32,
  heads: 20,
  activation: "gelu",
  projection: 1280,
};

/**
 * Plans the text tower: tables of tokens and places, the layers, a last norm.
 *
 * @example The text encoder of Stable Diffusion 1
 * ```ts
 * import assert from "node:assert/strict";
 * import { clipTextLarge, clipTextPlan, countParameters } from "noisebook";
 *
 * assert.equal(countParameters(clipTextPlan(clipTextLarge)), 123_060_480);
 * ```
 */
export function clipTextPlan(config: ClipTextConfig): Plan<ClipTextParameters> {
  const { vocabulary, length, width, projection } = config;
  return {
    tokens: embeddingPlan({ items: vocabulary, width, deviation: 0.02 }),
    positions: embeddingPlan({ items: length, width, deviation: 0.01 }),
    layers: clipLayersPlan(config),
    norm: normPlan({ channels: width }),
    ...(projection !== undefined && {
      projection: densePlan({ inputs: width, outputs: projection, bias: false }),
    }),
  };
}

export interface EncodeClipTextOptions extends TowerConfig {
  /** Layers to leave out at the end, "clip skip". Default: 0. */
  skip?: number;
  /** Whether the last norm follows. Default: true; Stable Diffusion XL takes states before it. */
  norm?: boolean;
}

/**
 * Reads texts with CLIP's text tower: each token sees itself and those before it.
 *
 * Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision", section 2.4.
 *
 * @param tokens Rows of tokens, as `tokenize` makes them.
 * @returns A state for each token, [batch, token, channel]; the caller owns it. That of the end token stands for the text.
 * @throws {ShapeError} If the rows are longer than the table of places.
 */
export function encodeClipText(
  { tokens: table, positions, layers, norm }: ClipTextParameters,
  tokens: Pick<Tokens, "ids" | "count" | "length">,
  { norm: isNormed = true, ...options }: EncodeClipTextOptions,
): Tensor<"batch token channel"> {
  const { ids, count, length } = tokens;
  const [most, width] = positions.table.shape as [number, number];
  if (length > most || ids.length !== count * length)
    throw new ShapeError(
      `Cannot read texts: tokens must be ${count} rows of at most ${most}, got ${show(ids.length)} in rows of ${length}`,
    );
  return tf.tidy(() => {
    const states = tf.reshape(embedding(table, ids), [count, length, width]);
    const x = tf.add(states, tf.slice(positions.table, [0, 0], [length, width]));
    const h = clipLayers(layers, x, { ...options, mask: causalMask(length), name: "text" });
    return isNormed ? layerNorm(norm, h) : h;
  });
}

/** 0 where a token may look, at itself and back, and so low elsewhere that its share is 0. */
export function causalMask(length: number): Tensor<"query token"> {
  const values = Float32Array.from({ length: length * length }, (_, at) =>
    at % length > Math.floor(at / length) ? -1e9 : 0,
  );
  return tf.tensor2d(values, [length, length]);
}

/** The state of each row's end token: [batch, channel]; the caller owns it. */
export function endStates(
  states: Tensor<"batch token channel">,
  ends: ArrayLike<number>,
): Tensor<"batch channel"> {
  const [, length, width] = states.shape as [number, number, number];
  return tf.tidy(() => {
    const rows = Int32Array.from(ends, (end, row) => row * length + end);
    return tf.gather(tf.reshape(states, [-1, width]), tf.tensor1d(rows, "int32"));
  });
}
