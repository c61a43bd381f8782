/** Texts as the network is told them: tokens, states of words, and a vector of the whole text. */
import type { AnyTensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { clipLayers } from "../model/clip-layers.ts";
import { type ClipTextParameters, causalMask, encodeClipText, endStates } from "../model/clip-text.ts";
import type { StatesCondition } from "../model/condition.ts";
import { dense } from "../model/layers/dense.ts";
import { layerNorm } from "../model/layers/layer-norm.ts";
import { encodeT5, type T5Parameters } from "../model/t5.ts";
import type { Tokens } from "../text/tokenize.ts";
import type { Part, Pipeline } from "./pipeline.ts";

/** What an encoder made of texts. */
export interface EncodedTexts {
  /** The encoder's name: "text_encoder". */
  encoder: string;
  tokens: Tokens;
  /** The pieces of the first text, in the order of its tokens, without those at its ends. */
  pieces: { id: number; text: string }[];
  /** [count, tokens, width] */
  states: Float32Array;
  width: number;
  /** [count, pooled] */
  pooled: Float32Array | undefined;
}

/**
 * Reads texts with one of a pipeline's text encoders.
 *
 * Of Stable Diffusion 1 the states are those after the last norm; of Stable Diffusion XL those that enter the last layer
 * (Podell et al. 2023, "SDXL", section 2.1). The vector of the whole text is the end token's state after the last norm, and
 * after the projection where there is one.
 */
export async function encodeTexts(
  pipeline: Pick<Pipeline, "family" | "parts" | "readers">,
  encoder: string,
  { texts, length }: { texts: readonly string[]; length?: number | undefined },
): Promise<EncodedTexts> {
  const reader = pipeline.readers[encoder];
  const tokens = reader.read(texts, { length });
  const part = pipeline.parts[encoder];
  const isEarly = pipeline.family === "sdxl";
  const { states, pooled } = tf.tidy(() => run(part, tokens, isEarly) as never) as Ran<AnyTensor>;
  try {
    return {
      encoder,
      tokens,
      pieces: reader.pieces(texts[0] ?? ""),
      states: Float32Array.from(await states.data()),
      width: states.shape[2]!,
      pooled: pooled && Float32Array.from(await pooled.data()),
    };
  } finally {
    states.dispose();
    pooled?.dispose();
  }
}

interface Ran<T> {
  states: T;
  pooled?: T;
}

function run({ network, weights }: Part, tokens: Tokens, isEarly: boolean): Ran<tf.Tensor> {
  if (network.kind === "t5")
    return { states: encodeT5(weights.parameters as T5Parameters, tokens, network.config) };
  if (network.kind !== "clip-text") throw new TypeError(`Cannot read texts with a ${network.kind}`);
  const { config } = network;
  const parameters = weights.parameters as ClipTextParameters;
  const before = encodeClipText(parameters, tokens, { ...config, skip: 1, norm: false });
  const options = { ...config, mask: causalMask(tokens.length), name: "text.last" };
  const last = clipLayers(parameters.layers.slice(-1), before, options);
  const normed = layerNorm(parameters.norm, last);
  const end = endStates(normed, tokens.ends);
  const pooled = parameters.projection ? dense(parameters.projection, end) : end;
  return { states: isEarly ? before : normed, pooled };
}

/** Puts what several encoders made beside each other, as Stable Diffusion XL's network looks at it. */
export function joinStates(encoded: readonly EncodedTexts[]): StatesCondition {
  const [{ tokens }] = encoded;
  const width = encoded.reduce((sum, { width }) => sum + width, 0);
  const rows = tokens.count * tokens.length;
  const data = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    let at = row * width;
    for (const { states, width: own } of encoded) {
      data.set(states.subarray(row * own, (row + 1) * own), at);
      at += own;
    }
  }
  return { data, count: tokens.count, tokens: tokens.length, width };
}
