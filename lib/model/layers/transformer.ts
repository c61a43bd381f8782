/** Attention for the feature maps of a U-Net. */
import { type AnyTensor, checkShape, type Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";
import type { Plan } from "../parameters.ts";
import { mark } from "../trace.ts";
import { type DenseParameters, dense, densePlan } from "./dense.ts";
import { type FeedForwardParameters, feedForward, feedForwardPlan } from "./feed-forward.ts";
import { groupNorm, type NormParameters, normPlan } from "./group-norm.ts";
import { layerNorm } from "./layer-norm.ts";
import { type AttentionParameters, attentionPlan, multiHeadAttention } from "./multi-head-attention.ts";

/** One round: the positions look at each other, then at the words, then each thinks for itself. */
export interface TransformerLayerParameters {
  norm1: NormParameters;
  self: AttentionParameters;
  norm2?: NormParameters | undefined;
  cross?: AttentionParameters | undefined;
  norm3?: NormParameters | undefined;
  feedForward?: FeedForwardParameters | undefined;
}

export interface TransformerParameters {
  norm?: NormParameters | undefined;
  input?: DenseParameters | undefined;
  layers: TransformerLayerParameters[];
  output?: DenseParameters | undefined;
}

export interface TransformerSizes {
  channels: number;
  /** How many layers. */
  depth: number;
  /** Channels of the words' states; without them there is no cross-attention. */
  context?: number | undefined;
  /** Hidden units of the feed-forward part for each channel; 0 leaves it out. Default: 0. */
  feedForward?: number;
  /** Whether a group norm and a dense layer come before the layers, and a dense layer after them. Default: false. */
  projection?: boolean;
}

/** Plans a transformer whose every part at first adds nothing. */
export function transformerPlan(sizes: TransformerSizes): Plan<TransformerParameters> {
  const { channels, depth, projection = false } = sizes;
  const square = { inputs: channels, outputs: channels };
  return {
    ...(projection && { norm: normPlan(sizes), input: densePlan(square) }),
    layers: Array.from({ length: depth }, () => layerPlan(sizes)),
    ...(projection && { output: densePlan({ ...square, gain: 0 }) }),
  };
}

function layerPlan({
  channels,
  context,
  feedForward = 0,
}: TransformerSizes): Plan<TransformerLayerParameters> {
  return {
    norm1: normPlan({ channels }),
    self: attentionPlan({ channels, gain: 0 }),
    ...(context !== undefined && {
      norm2: normPlan({ channels }),
      cross: attentionPlan({ channels, context, gain: 0 }),
    }),
    ...(feedForward > 0 && {
      norm3: normPlan({ channels }),
      feedForward: feedForwardPlan({ channels, multiple: feedForward, gain: 0 }),
    }),
  };
}

export interface TransformerOptions {
  heads: number;
  /** For the group norm before the layers, if there is one. */
  groups: number;
  /** States of the words: [batch, token, channel]. */
  context?: Tensor<"batch token channel"> | undefined;
  /** Where it stands in the model, for a trace. */
  name?: string;
}

/**
 * A transformer over the positions of a feature map.
 *
 * In each layer: x ← x + self(norm_1(x)), x ← x + cross(norm_2(x), context), x ← x + feedForward(norm_3(x)); all of it,
 * if projected, is y = x + W_out · layers(W_in · norm(x) + b_in) + b_out.
 *
 * Rombach et al. 2022, "High-Resolution Image Synthesis with Latent Diffusion Models", table 15.
 *
 * @param x Feature maps: [batch, height, width, channel].
 * @returns Feature maps of the same shape; the caller owns it.
 * @throws {ShapeError} If x, the context, the heads or the parameters do not fit.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { initialise, random, type TransformerParameters, toTensor, transformer, transformerPlan } from "noisebook";
 *
 * const parameters = initialise<TransformerParameters>(transformerPlan({ channels: 4, depth: 1, context: 2 }), random(1));
 * const x = toTensor({ data: new Float32Array(16), count: 1, height: 2, width: 2, channels: 4 });
 * const context = toTensor({ data: new Float32Array(6), count: 3, dim: 2 }).reshape([1, 3, 2]);
 * assert.deepEqual(transformer(parameters, x, { heads: 2, groups: 1, context }).shape, [1, 2, 2, 4]);
 * ```
 */
export function transformer(
  { norm, input, layers, output }: TransformerParameters,
  x: Tensor<"batch height width channel">,
  { heads, groups, context, name = "transformer" }: TransformerOptions,
): Tensor<"batch height width channel"> {
  const { batch, height, width, channel } = checkShape("x", x, "batch height width channel");
  return tf.tidy(() => {
    const normed = norm ? groupNorm(norm, x, { groups, epsilon: 1e-6 }) : x;
    let h: tf.Tensor = tf.reshape(normed, [batch, height * width, channel]);
    if (input) h = dense(input, h);
    layers.forEach((layer, at) => {
      h = transformerLayer(layer, h, { heads, context, name: `${name}.layers.${at}` });
    });
    if (output) h = dense(output, h);
    const y = tf.reshape(h, x.shape);
    return mark(name, output ? tf.add(x, y) : y);
  });
}

/** One layer on [batch, token, channel]. */
export function transformerLayer(
  layer: TransformerLayerParameters,
  x: AnyTensor,
  { heads, context, name = "layer" }: Omit<TransformerOptions, "groups">,
): Tensor<"batch token channel"> {
  const { norm1, self, norm2, cross, norm3, feedForward: forward } = layer;
  return tf.tidy(() => {
    let h: tf.Tensor = tf.add(
      x,
      multiHeadAttention(self, layerNorm(norm1, x), { heads, name: `${name}.self` }),
    );
    if (norm2 && cross && context)
      h = tf.add(
        h,
        multiHeadAttention(cross, layerNorm(norm2, h), { heads, context, name: `${name}.cross` }),
      );
    if (norm3 && forward) h = tf.add(h, feedForward(forward, layerNorm(norm3, h)));
    return h;
  });
}
