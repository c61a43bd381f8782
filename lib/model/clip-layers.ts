/** The transformer that both towers of CLIP are made of. */
import type { AnyTensor, Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { type DenseParameters, dense, densePlan } from "./layers/dense.ts";
import { gelu } from "./layers/gelu.ts";
import { type NormParameters, normPlan } from "./layers/group-norm.ts";
import { layerNorm } from "./layers/layer-norm.ts";
import {
  type AttentionParameters,
  attentionPlan,
  multiHeadAttention,
} from "./layers/multi-head-attention.ts";
import { quickGelu } from "./layers/quick-gelu.ts";
import type { Plan } from "./parameters.ts";
import { mark } from "./trace.ts";

/** Sizes that both towers have. */
export interface TowerConfig {
  /** Channels of each token's state. */
  width: number;
  /** Rounds of attention. */
  layers: number;
  heads: number;
  /** Hidden units of the dense layers for each channel. Default: 4. */
  multiple?: number;
  /** Default: "quick-gelu", OpenAI's; later models have "gelu". */
  activation?: "quick-gelu" | "gelu";
}

export interface ClipLayerParameters {
  norm1: NormParameters;
  attention: AttentionParameters;
  norm2: NormParameters;
  input: DenseParameters;
  output: DenseParameters;
}

/**
 * Plans the layers with the spread of OpenAI's: what is added to the states shrinks with the number of layers.
 */
export function clipLayersPlan({ width, layers, multiple = 4 }: TowerConfig): Plan<ClipLayerParameters>[] {
  const gain = 1 / Math.sqrt(2 * layers);
  return Array.from({ length: layers }, () => ({
    norm1: normPlan({ channels: width }),
    attention: attentionPlan({ channels: width, bias: true, gain }),
    norm2: normPlan({ channels: width }),
    input: densePlan({ inputs: width, outputs: multiple * width, gain: Math.SQRT1_2 }),
    output: densePlan({ inputs: multiple * width, outputs: width, gain: Math.sqrt(multiple) * gain }),
  }));
}

export interface ClipLayersOptions extends TowerConfig {
  /** Added to the products before the softmax: [query, token]. */
  mask?: Tensor<"query token">;
  /** Layers to leave out at the end. Default: 0. */
  skip?: number;
  /** Where it stands, for a trace: "text" or "image". */
  name: string;
}

interface ClipLayerOptions extends Pick<ClipLayersOptions, "heads" | "name"> {
  mask: Tensor<"query token"> | undefined;
  act: (x: tf.Tensor) => AnyTensor;
}

function clipLayer(
  layer: ClipLayerParameters,
  x: tf.Tensor,
  { heads, mask, act, name }: ClipLayerOptions,
): tf.Tensor {
  return tf.tidy(() => {
    const options = { heads, mask, name: `${name}.attention` };
    const h = tf.add(x, multiHeadAttention(layer.attention, layerNorm(layer.norm1, x), options));
    return tf.add(h, dense(layer.output, act(dense(layer.input, layerNorm(layer.norm2, h)))));
  });
}

/**
 * Runs the layers: x ← x + attention(norm_1(x)), x ← x + W_2 · act(W_1 · norm_2(x)).
 *
 * Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision", section 2.4.
 *
 * @param x States: [batch, token, channel].
 * @returns The states after the last layer; the caller owns it.
 */
export function clipLayers(
  layers: readonly ClipLayerParameters[],
  x: Tensor<"batch token channel">,
  { heads, mask, activation = "quick-gelu", skip = 0, name }: ClipLayersOptions,
): Tensor<"batch token channel"> {
  const act = activation === "gelu" ? gelu : quickGelu;
  return tf.tidy(() => {
    let h: tf.Tensor = x;
    for (let at = 0; at < layers.length - skip; at++) {
      const place = `${name}.layers.${at}`;
      h = mark(place, clipLayer(layers[at], h, { heads, mask, act, name: place }));
    }
    return h === x ? x.clone() : h;
  });
}
