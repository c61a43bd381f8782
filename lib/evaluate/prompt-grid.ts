import { breathe } from "../core/breathe.ts";
import { checkInteger } from "../core/check.ts";
import type { Images } from "../core/images.ts";
import { type Random, random } from "../core/random.ts";
import { ShapeError } from "../core/tensor.ts";
import { mean } from "./rows.ts";

/** A figure for each picture of one prompt. */
export type PictureMeasure = (
  images: Images,
  prompt: string,
) => ArrayLike<number> | Promise<ArrayLike<number>>;

export interface PromptGridOptions {
  /** Makes so many pictures for a prompt. */
  draw: (prompt: string, options: { count: number; rng: Random }) => Images | Promise<Images>;
  /** Pictures for each prompt. Default: 4. */
  outputs?: number;
  /** What to measure, by name: relevance, edge density, novelty… */
  measures: Readonly<Record<string, PictureMeasure>>;
  /** Output k is drawn from the same stream for every prompt and every model, so that chance is no reason for a difference. */
  rng: Random;
  /** Stops before the next prompt: the loop throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** One prompt's pictures and figures. */
export interface PromptRow {
  index: number;
  prompts: number;
  prompt: string;
  images: Images;
  /** For each measure, a figure for each picture, and their mean. */
  scores: Record<string, { each: Float64Array; mean: number }>;
}

/**
 * Tries a model on many prompts, with many pictures for each: one picture may be luck, and so may one prompt.
 *
 * @returns A row for each prompt, as soon as it is done.
 * @throws {ShapeError} If `draw` returns another number of pictures than asked, or a measure another number of figures.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { aesthetics, collect, type Images, promptGrid, random } from "noisebook";
 *
 * const draw = (_: string, { count }: { count: number }) =>
 *   ({ data: new Float32Array(count * 64), count, height: 8, width: 8, channels: 1 });
 * const measures = { edges: (images: Images) => aesthetics(images).edges };
 * const rows = await collect(promptGrid(["a cat", "a dog"], { draw, measures, rng: random(1) }));
 * assert.deepEqual(rows.map(({ prompt, scores }) => [prompt, scores.edges.mean]), [["a cat", 0], ["a dog", 0]]);
 * ```
 */
export async function* promptGrid(
  prompts: readonly string[],
  { draw, outputs = 4, measures, rng, signal }: PromptGridOptions,
): AsyncGenerator<PromptRow, void> {
  checkInteger(prompts.length, { doing: "try prompts", name: "the number of prompts", from: 1 });
  checkInteger(outputs, { doing: "try prompts", name: "outputs", from: 1 });
  const seed = rng.integer(2 ** 32);
  for (const [index, prompt] of prompts.entries()) {
    signal?.throwIfAborted();
    const images = await draw(prompt, { count: outputs, rng: random(seed) });
    if (images.count !== outputs)
      throw new ShapeError(`Cannot try prompts: draw must make ${outputs} pictures, got ${images.count}`);
    const scores: PromptRow["scores"] = {};
    for (const [name, measure] of Object.entries(measures)) {
      const each = Float64Array.from(await measure(images, prompt));
      if (each.length !== outputs)
        throw new ShapeError(
          `Cannot try prompts: ${name} must be one figure for each of ${outputs} pictures, got ${each.length}`,
        );
      scores[name] = { each, mean: mean(each) };
    }
    yield { index, prompts: prompts.length, prompt, images, scores };
    await breathe();
  }
}
