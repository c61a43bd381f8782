import { attention } from "../../core/ops/attention.ts";
import { type AnyTensor, checkShape, ShapeError, type Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";
import type { Plan } from "../parameters.ts";
import { isMarked, mark } from "../trace.ts";
import { type DenseParameters, dense, densePlan } from "./dense.ts";

/** The projections to queries, keys and values, and the one that mixes the heads' results. */
export interface AttentionParameters {
  q: DenseParameters;
  k: DenseParameters;
  v: DenseParameters;
  out: DenseParameters;
}

export interface AttentionSizes {
  /** Channels of what asks, and of the result. */
  channels: number;
  /** Channels of what is looked at. Default: channels. */
  context?: number;
  /** Whether q, k and v have a bias. Default: false, as in Stable Diffusion. */
  bias?: boolean;
  /** Spread of the first weights of `out`; with 0 the layer at first adds nothing. Default: 1. */
  gain?: number;
}

/** Plans the four projections. */
export function attentionPlan(sizes: AttentionSizes): Plan<AttentionParameters> {
  const { channels, context = channels, bias = false, gain = 1 } = sizes;
  return {
    q: densePlan({ inputs: channels, outputs: channels, bias }),
    k: densePlan({ inputs: context, outputs: channels, bias }),
    v: densePlan({ inputs: context, outputs: channels, bias }),
    out: densePlan({ inputs: channels, outputs: channels, gain }),
  };
}

export interface MultiHeadOptions {
  heads: number;
  /** What is looked at: [batch, token, channel]. Default: x itself, which is self-attention. */
  context?: Tensor<"batch token channel"> | undefined;
  /** Added to the products before the softmax, such as −∞ where a query may not look: [query, token], or one for each head. */
  mask?: Tensor<"query token"> | Tensor<"head query token"> | undefined;
  /** What the products are multiplied by. Default: 1/√d. */
  scale?: number | undefined;
  /** Turns queries and keys before they meet, such as `rotary`: [batch, head, token, dim] to the same. */
  turn?: (x: AnyTensor) => AnyTensor;
  /** Where it stands in the model: a trace finds the attention maps under this name. */
  name?: string;
}

/**
 * Attention with several heads: each position asks all positions of the context, every head with its own part of the
 * channels.
 *
 * head_i = softmax(q_i · k_iᵀ / √d) · v_i, y = concat(head_1, …, head_h) · W_out + b_out,
 * q = x · W_q, k = context · W_k, v = context · W_v
 *
 * Vaswani et al. 2017, "Attention Is All You Need", section 3.2.2. Without a context it is self-attention; with the
 * states of words as context it is the cross-attention of Rombach et al. 2022, "High-Resolution Image Synthesis with
 * Latent Diffusion Models", section 3.3.
 *
 * @param x What asks: [batch, query, channel].
 * @returns [batch, query, channel]; the caller owns it.
 * @throws {ShapeError} If heads does not divide the channels, or the shapes do not fit.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { type AttentionParameters, attentionPlan, initialise, multiHeadAttention, random, toTensor } from "noisebook";
 *
 * const parameters = initialise<AttentionParameters>(attentionPlan({ channels: 4, context: 2 }), random(1));
 * const x = toTensor({ data: new Float32Array(24), count: 6, dim: 4 }).reshape([2, 3, 4]);
 * const context = toTensor({ data: new Float32Array(20), count: 10, dim: 2 }).reshape([2, 5, 2]);
 * assert.deepEqual(multiHeadAttention(parameters, x, { heads: 2, context }).shape, [2, 3, 4]);
 * ```
 */
export function multiHeadAttention(
  parameters: AttentionParameters,
  x: Tensor<"batch query channel">,
  { heads, context, mask, scale, turn = (x) => x, name = "attention" }: MultiHeadOptions,
): Tensor<"batch query channel"> {
  const { batch } = checkShape("x", x, "batch query channel");
  if (context) checkShape("context", context, "batch token channel", { batch });
  return tf.tidy(() => {
    const split = (layer: DenseParameters, from: tf.Tensor) => toHeads(dense(layer, from), heads);
    const q = turn(split(parameters.q, x));
    const k = turn(split(parameters.k, context ?? x));
    const v = split(parameters.v, context ?? x);
    if (isMarked(`${name}.map`)) mark(`${name}.map`, weights(q, { k, mask, scale }));
    const mixed = mask
      ? tf.matMul(weights(q, { k, mask, scale }), v)
      : attention(q, { k, v, ...(scale && { scale }) });
    return dense(parameters.out, fromHeads(mixed));
  });
}

/** softmax(q·kᵀ/√d + mask): each row is what one query looks at, and sums to 1. */
function weights(
  q: tf.Tensor,
  { k, mask, scale }: { k: tf.Tensor; mask?: tf.Tensor | undefined; scale?: number | undefined },
): tf.Tensor {
  const products = tf.mul(tf.matMul(q, k, false, true), scale ?? 1 / Math.sqrt(q.shape[3] as number));
  return tf.softmax(mask ? tf.add(products, mask) : products);
}

/** [batch, token, head·dim] to [batch, head, token, dim] */
function toHeads(x: tf.Tensor, heads: number): tf.Tensor {
  const [batch, tokens, channels] = x.shape as [number, number, number];
  if (!(heads >= 1) || channels % heads !== 0)
    throw new ShapeError(`Cannot split heads: heads must divide the ${channels} channels, got ${heads}`);
  // With one head nothing moves.
  if (heads === 1) return tf.reshape(x, [batch, 1, tokens, channels]);
  return tf.transpose(tf.reshape(x, [batch, tokens, heads, channels / heads]), [0, 2, 1, 3]);
}

/** The reverse. */
function fromHeads(x: tf.Tensor): tf.Tensor {
  const [batch, heads, tokens, dim] = x.shape as [number, number, number, number];
  const moved = heads === 1 ? x : tf.transpose(x, [0, 2, 1, 3]);
  return tf.reshape(moved, [batch, tokens, heads * dim]);
}
