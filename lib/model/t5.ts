import { checkInteger, show } from "../core/check.ts";
import { ShapeError, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import type { Tokens } from "../text/tokenize.ts";
import { type DenseParameters, dense, densePlan } from "./layers/dense.ts";
import { type EmbeddingParameters, embedding, embeddingPlan } from "./layers/embedding.ts";
import { type AttentionParameters, multiHeadAttention } from "./layers/multi-head-attention.ts";
import { type RmsNormParameters, rmsNorm } from "./layers/rms-norm.ts";
import { tanhGelu } from "./layers/tanh-gelu.ts";
import type { Plan } from "./parameters.ts";
import { mark } from "./trace.ts";

export interface T5Config {
  /** How many tokens the table has rows for. */
  vocabulary: number;
  /** Channels of each token's state. */
  width: number;
  layers: number;
  heads: number;
  /** Channels of each head. Default: width / heads. */
  headWidth?: number;
  /** Hidden units of the dense layers. */
  hidden: number;
  /** Kinds of distance between two tokens. Default: 32. */
  distances?: number;
  /** From this distance on they are all of one kind. Default: 128. */
  farthest?: number;
}

export interface T5LayerParameters {
  norm1: RmsNormParameters;
  attention: AttentionParameters;
  norm2: RmsNormParameters;
  gate: DenseParameters;
  input: DenseParameters;
  output: DenseParameters;
}

export interface T5Parameters {
  tokens: EmbeddingParameters;
  /** What each head adds to the products for each kind of distance, in all layers. */
  distances: EmbeddingParameters;
  layers: T5LayerParameters[];
  norm: RmsNormParameters;
}

/** The encoder of T5 v1.1 XXL, which Flux and Stable Diffusion 3 read long texts with. */
export const t5Large: T5Config = {
  vocabulary: 32128,
  width: 4096,
  layers: 24,
  heads: 64,
  hidden: 10240,
};

/**
 * Plans the encoder of a T5.
 *
 * @example That of T5 v1.1 XXL
 * ```ts
 * import assert from "node:assert/strict";
 * import { countParameters, t5Large, t5Plan } from "noisebook";
 *
 * assert.equal(countParameters(t5Plan(t5Large)), 4_762_310_656);
 * ```
 */
export function t5Plan(config: T5Config): Plan<T5Parameters> {
  const { vocabulary, width, layers, heads, hidden, distances = 32, headWidth = width / heads } = config;
  checkInteger(headWidth, { doing: "make a T5", name: "width / heads", from: 1 });
  const inner = heads * headWidth;
  const plain = (inputs: number, outputs: number) => densePlan({ inputs, outputs, bias: false });
  const norm = () => ({ gamma: { shape: [width], deviation: 0, mean: 1 } });
  return {
    tokens: embeddingPlan({ items: vocabulary, width }),
    distances: embeddingPlan({ items: distances, width: heads }),
    layers: Array.from({ length: layers }, () => ({
      norm1: norm(),
      attention: {
        q: plain(width, inner),
        k: plain(width, inner),
        v: plain(width, inner),
        out: plain(inner, width),
      },
      norm2: norm(),
      gate: plain(width, hidden),
      input: plain(width, hidden),
      output: plain(hidden, width),
    })),
    norm: norm(),
  };
}

/**
 * Reads texts with the encoder of a T5: each token sees all others, padding included, as Flux has it.
 *
 * x ← x + attention(norm_1(x)), x ← x + W_o · (gelu(W_g · norm_2(x)) ⊙ W_i · norm_2(x)); the products of attention are not
 * scaled, and get b[kind of distance] added.
 *
 * Raffel et al. 2020, "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer", section 2.1;
 * the gates are those of version 1.1 (Shazeer 2020, "GLU Variants Improve Transformer").
 *
 * @param tokens Rows of tokens.
 * @returns A state for each token, [batch, token, channel]; the caller owns it.
 */
export function encodeT5(
  parameters: T5Parameters,
  { ids, count, length }: Pick<Tokens, "ids" | "count" | "length">,
  config: T5Config,
): Tensor<"batch token channel"> {
  if (ids.length !== count * length)
    throw new ShapeError(
      `Cannot read texts: tokens must be ${count} rows of ${length}, got ${show(ids.length)}`,
    );
  const { heads } = config;
  return tf.tidy(() => {
    const mask = distanceBias(parameters.distances, length, config);
    let h: tf.Tensor = tf.reshape(embedding(parameters.tokens, ids), [count, length, config.width]);
    for (let at = 0; at < config.layers; at++) {
      const name = `t5.layers.${at}`;
      h = mark(name, t5Layer(parameters.layers[at], h, { heads, mask, name }));
    }
    return rmsNorm(parameters.norm, h);
  });
}

function t5Layer(
  { norm1, attention, norm2, gate, input, output }: T5LayerParameters,
  x: tf.Tensor,
  { heads, mask, name }: { heads: number; mask: Tensor<"head query token">; name: string },
): tf.Tensor {
  return tf.tidy(() => {
    const options = { heads, mask, scale: 1, name: `${name}.attention` };
    const h = tf.add(x, multiHeadAttention(attention, rmsNorm(norm1, x), options));
    const normed = rmsNorm(norm2, h);
    return tf.add(h, dense(output, tf.mul(tanhGelu(dense(gate, normed)), dense(input, normed))));
  });
}

/** What is added to the products: [head, query, token]. */
function distanceBias(
  table: EmbeddingParameters,
  length: number,
  { heads, distances = 32, farthest = 128 }: T5Config,
): tf.Tensor {
  const kinds = Int32Array.from({ length: length * length }, (_, at) =>
    distanceKind((at % length) - Math.floor(at / length), { kinds: distances, farthest }),
  );
  return tf.tidy(() => tf.transpose(tf.reshape(embedding(table, kinds), [length, length, heads]), [2, 0, 1]));
}

/**
 * Half of the kinds are for tokens before, half for those after; of each half, half are exact and the rest grow as
 * logarithms do.
 */
export function distanceKind(
  distance: number,
  { kinds, farthest }: { kinds: number; farthest: number },
): number {
  const half = kinds / 2;
  const side = distance > 0 ? half : 0;
  const steps = Math.abs(distance);
  const exact = half / 2;
  if (steps < exact) return side + steps;
  // As float32, in which PyTorch computes it; whole results depend on that.
  const log = Math.fround(Math.fround(Math.log(steps / exact)) / Math.fround(Math.log(farthest / exact)));
  return side + Math.min(half - 1, exact + Math.trunc(Math.fround(log * (half - exact))));
}
