import { conv2dBias } from "../core/ops/conv2d-bias.ts";
import { checkShape, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { type ClipLayerParameters, clipLayers, clipLayersPlan, type TowerConfig } from "./clip-layers.ts";
import { type EmbeddingParameters, embeddingPlan } from "./layers/embedding.ts";
import { type NormParameters, normPlan } from "./layers/group-norm.ts";
import { layerNorm } from "./layers/layer-norm.ts";
import type { Plan } from "./parameters.ts";

export interface ClipImageConfig extends TowerConfig {
  /** Height and width of the pictures. */
  size: number;
  /** Height and width of a patch; divides the size. */
  patch: number;
  /** Default: 3. */
  channels?: number;
}

export interface ClipImageParameters {
  /** Makes a token of each patch. */
  patches: { weight: Tensor<"height width channel output"> };
  /** The token that collects what the picture shows. */
  summary: Tensor<"channel">;
  positions: EmbeddingParameters;
  normBefore: NormParameters;
  layers: ClipLayerParameters[];
  norm: NormParameters;
}

/** The image tower of CLIP ViT-L/14. */
export const clipImageLarge: ClipImageConfig = { size: 224, patch: 14, width: 1024, layers: 24, heads: 16 };

/**
 * Plans the image tower, a vision transformer: patches, places, the layers, a norm before and one after them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { clipImageLarge, clipImagePlan, countParameters } from "noisebook";
 *
 * assert.equal(countParameters(clipImagePlan(clipImageLarge)), 303_179_776);
 * ```
 */
export function clipImagePlan(config: ClipImageConfig): Plan<ClipImageParameters> {
  const { size, patch, width, channels = 3 } = config;
  const patches = (size / patch) ** 2;
  const deviation = 1 / Math.sqrt(width);
  return {
    patches: {
      weight: { shape: [patch, patch, channels, width], deviation: 1 / Math.sqrt(patch * patch * channels) },
    },
    summary: { shape: [width], deviation },
    positions: embeddingPlan({ items: patches + 1, width, deviation }),
    normBefore: normPlan({ channels: width }),
    layers: clipLayersPlan(config),
    norm: normPlan({ channels: width }),
  };
}

/**
 * Looks at pictures with CLIP's image tower: each patch is a token, and all tokens see each other.
 *
 * Dosovitskiy et al. 2021, "An Image is Worth 16x16 Words", equations 1 to 4, with CLIP's norm before the layers.
 *
 * @param x Pictures: [batch, height, width, channel].
 * @returns The state of the summary token, [batch, channel]; the caller owns it.
 * @throws {ShapeError} If the pictures have another size than the model's.
 */
export function encodeClipImages(
  parameters: ClipImageParameters,
  x: Tensor<"batch height width channel">,
  { size, patch, ...options }: ClipImageConfig,
): Tensor<"batch channel"> {
  const { patches, summary, positions, normBefore, layers, norm } = parameters;
  const [, , channel, width] = patches.weight.shape as [number, number, number, number];
  const { batch } = checkShape("x", x, "batch height width channel", { height: size, width: size, channel });
  return tf.tidy(() => {
    const cut = conv2dBias(x, { filter: patches.weight, stride: patch, pad: "valid" });
    const first = tf.tile(tf.reshape(summary, [1, 1, width]), [batch, 1, 1]);
    const tokens = tf.concat([first, tf.reshape(cut, [batch, -1, width])], 1);
    const h = clipLayers(layers, layerNorm(normBefore, tf.add(tokens, positions.table)), {
      ...options,
      name: "image",
    });
    return layerNorm(norm, tf.reshape(tf.slice(h, [0, 0, 0], [batch, 1, width]), [batch, width]));
  });
}
