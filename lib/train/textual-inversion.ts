import { checkShape, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import type { HostValues } from "../core/values.ts";
import { words } from "../data/dataset.ts";
import type { Model } from "../model/model.ts";
import { disposeParameters, mapTensors, namedTensors } from "../model/parameters.ts";
import { readTexts } from "../model/text-encoder.ts";

export interface TextualInversionOptions {
  /** The new word, one that the model does not know. */
  word: string;
  /** A word that it knows, whose meaning the new one starts with. */
  like: string;
}

/** All that is trained: the row of the new word. */
export interface InversionParameters {
  word: Tensor<"item width">;
}

const table = "text.words.table";

/**
 * Makes a model that knows one word more, to be trained in place of the other: its only parameter is the new word's row in
 * the table of words. Everything else stays as it is, so that the model forgets nothing.
 *
 * Gal et al. 2022, "An Image Is Worth One Word: Personalizing Text-to-Image Generation Using Textual Inversion", section 3.
 *
 * @param model One that reads texts, such as `unet` with `text`; it stays the caller's and must live as long.
 * @throws {TypeError} If the model reads no texts.
 * @throws {RangeError} If it knows the new word already, or does not know the other.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { countParameters, random, textualInversion, unet } from "noisebook";
 *
 * const model = unet({ image: [8, 8, 3], channels: [16, 16], text: ["red", "circle"], rng: random(1) });
 * const taught = textualInversion(model, { word: "ada", like: "circle" });
 * assert.equal(countParameters(taught.parameters), 64);
 * assert.deepEqual(await taught.embed?.(["red ada"]), [Int32Array.of(1, 3)]);
 * taught.dispose();
 * model.dispose();
 * ```
 */
export function textualInversion<P extends object, X extends HostValues, Condition>(
  model: Model<P, X, Condition>,
  { word, like }: TextualInversionOptions,
): Model<InversionParameters, X, Condition> {
  const { text } = model.config as { text?: { vocabulary: string[]; length: number } };
  const known = namedTensors(model.parameters).find(([name]) => name === table)?.[1];
  if (!text || !known || !model.embed) throw new TypeError("Cannot teach a word: the model reads no texts");
  if (words(word).length !== 1 || words(word)[0] !== word)
    throw new RangeError(`Cannot teach a word: word must be one in lower case, got ${JSON.stringify(word)}`);
  if (text.vocabulary.includes(word))
    throw new RangeError(`Cannot teach a word: the model knows "${word}" already`);
  const [[number]] = readTexts([like], text) as [Int32Array];
  const { width } = checkShape(table, known, "item width");
  const taught = { ...text, vocabulary: [...text.vocabulary, word] };
  const start: tf.Tensor = tf.keep(tf.slice(known as tf.Tensor2D, [number, 0], [1, width]));
  return {
    ...model,
    kind: "textual-inversion",
    config: { ...model.config, text: taught },
    parameters: { word: start },
    embed: (prompts) => readTexts(prompts, taught) as Condition,
    apply: (own, x, options) =>
      tf.tidy(() => {
        const longer = mapTensors(model.parameters, (tensor, name) =>
          name === table ? tf.concat([tensor, own.word], 0) : tensor,
        );
        return model.apply(longer, x, options);
      }),
    dispose() {
      disposeParameters(this.parameters);
    },
  };
}
