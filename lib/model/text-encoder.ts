/** A small text encoder that is trained with the model it serves. */
import { checkShape, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import { words } from "../data/dataset.ts";
import { checkRows, type TextCondition } from "./condition.ts";
import { type EmbeddingParameters, embedding, embeddingPlan } from "./layers/embedding.ts";
import { type NormParameters, normPlan } from "./layers/group-norm.ts";
import { layerNorm } from "./layers/layer-norm.ts";
import { type TransformerLayerParameters, transformerLayer, transformerPlan } from "./layers/transformer.ts";
import type { Plan } from "./parameters.ts";
import { mark } from "./trace.ts";

export interface TextConfig {
  /** Every word that the model shall know. */
  vocabulary: readonly string[];
  /** Channels of a word's state. Default: 64. */
  width?: number;
  /** Most words of a text. Default: 16. */
  length?: number;
  /** Rounds in which the words look at each other; without one, each word's state is its own. Default: 0. */
  layers?: number;
  /** Attention heads of these rounds. Default: 4. */
  heads?: number;
}

export interface TextEncoderParameters {
  /** A row for each word; the first is for places after the end. */
  words: EmbeddingParameters;
  positions: EmbeddingParameters;
  layers: TransformerLayerParameters[];
  norm: NormParameters;
}

export function textDefaults(text: TextConfig): Required<TextConfig> {
  return { width: 64, length: 16, layers: 0, heads: 4, ...text };
}

/** Plans the tables, of words and of places, and the rounds of attention. */
export function textEncoderPlan(text: Required<TextConfig>): Plan<TextEncoderParameters> {
  const { vocabulary, width, length, layers } = text;
  return {
    words: embeddingPlan({ items: vocabulary.length + 1, width }),
    positions: embeddingPlan({ items: length, width, deviation: 0.1 }),
    layers: transformerPlan({ channels: width, depth: layers, feedForward: 2 }).layers,
    norm: normPlan({ channels: width }),
  };
}

/**
 * Reads texts: the numbers of their words, from 1.
 *
 * @throws {RangeError} If a text has a word that the vocabulary has not, or too many words.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readTexts } from "noisebook";
 *
 * const vocabulary = ["a", "circle", "red"];
 * assert.deepEqual(readTexts(["A red circle", ""], { vocabulary, length: 8 }), [Int32Array.of(1, 3, 2), new Int32Array()]);
 * ```
 */
export function readTexts(
  texts: readonly string[],
  { vocabulary, length }: { vocabulary: readonly string[]; length: number },
): TextCondition {
  const numbers = new Map(vocabulary.map((word, at) => [word, at + 1]));
  return texts.map((text) => {
    const found = words(text);
    if (found.length > length)
      throw new RangeError(
        `Cannot read ${JSON.stringify(text)}: the model reads at most ${length} words, got ${found.length}`,
      );
    return Int32Array.from(found, (word) => {
      const number = numbers.get(word);
      if (number === undefined)
        throw new RangeError(
          `Cannot read ${JSON.stringify(text)}: the model does not know "${word}"; it knows ${vocabulary.join(", ")}`,
        );
      return number;
    });
  });
}

/**
 * The states of the words: each the sum of what the word is and where it stands, then rounds of attention, then a layer
 * norm.
 *
 * @param texts Numbers of words, a list for each row.
 * @returns [batch, length, width]; the caller owns it.
 */
export function encodeText(
  { words, positions, layers, norm }: TextEncoderParameters,
  texts: TextCondition,
  { rows, length, heads }: { rows: number; length: number; heads: number },
): Tensor<"batch token channel"> {
  checkRows(texts, rows);
  const ids = new Int32Array(rows * length);
  texts.forEach((text, row) => {
    if (!(text instanceof Int32Array))
      throw new TypeError("Cannot predict: condition must be lists of word numbers, as embed() makes them");
    if (text.length > length)
      throw new RangeError(
        `Cannot predict: a text of the condition has ${text.length} words, the model reads at most ${length}`,
      );
    ids.set(text, row * length);
  });
  return tf.tidy(() => {
    const states = tf.reshape(embedding(words, ids), [rows, length, -1]);
    let h: tf.Tensor = tf.add(states, positions.table);
    layers.forEach((layer, at) => {
      h = transformerLayer(layer, h, { heads, name: `text.layers.${at}` });
    });
    return mark("text", layerNorm(norm, h));
  });
}

/**
 * The mean state of each text's words; of an empty text, zeros.
 *
 * @param states [batch, length, width], as {@link encodeText} returns them.
 * @returns [batch, width]; the caller owns it.
 */
export function meanState(
  states: Tensor<"batch token channel">,
  texts: TextCondition,
): Tensor<"batch channel"> {
  const { batch, token, channel } = checkShape("states", states, "batch token channel");
  const shares = new Float32Array(batch * token);
  texts.forEach((text, row) => {
    shares.fill(1 / text.length, row * token, row * token + text.length);
  });
  return tf.tidy(() => tf.reshape(tf.matMul(tf.tensor(shares, [batch, 1, token]), states), [batch, channel]));
}
