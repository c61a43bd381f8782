import type { PromptRow } from "../evaluate/prompt-grid.ts";
import { columns, rows } from "./compose.ts";
import { imageGrid } from "./image-grid.ts";
import { short } from "./numbers.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { textBlock, wrapped } from "./text-block.ts";
import { faintInk } from "./theme.ts";

/**
 * Draws many prompts with many pictures each: a line of pictures for each prompt, below each picture its figure, beside the
 * prompt the means.
 *
 * @param prompts What {@link promptGrid} yielded.
 * @param options
 * @param options.measure Which measure stands below each picture; the first by default.
 * @throws {RangeError} If there is no prompt, or the measure is none of those that were taken.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { promptGridFigure } from "noisebook";
 *
 * const images = { data: new Float32Array(2), count: 2, height: 1, width: 1, channels: 1 };
 * const scores = { right: { each: Float64Array.of(1, 0), mean: 0.5 } };
 * const figure = promptGridFigure([{ index: 0, prompts: 1, prompt: "a cat", images, scores }]);
 * assert.match(figure.alt, /a cat: right 0.5/);
 * ```
 */
export function promptGridFigure(
  prompts: readonly PromptRow[],
  { measure }: { measure?: string } = {},
): SvgFigure {
  if (prompts.length === 0) throw new RangeError("Cannot draw prompts: there is none");
  const measures = Object.keys(prompts[0].scores);
  const below = measure ?? measures[0];
  if (measure !== undefined && !measures.includes(measure))
    throw new RangeError(
      `Cannot draw prompts: measure must be one of ${measures.join(", ")}, got ${measure}`,
    );
  const lines = prompts.map(({ prompt, images, scores }) => {
    const means = Object.entries(scores).map(([name, { mean }]) => `${name} ${short(mean)}`);
    const words = [
      ...wrapped(prompt, textColumn, "bold").map((text) => ({ cells: [{ x: 0, text, bold: true }] })),
      ...means.map((text) => ({ cells: [{ x: 0, text, colour: faintInk }] })),
    ];
    const pictures = imageGrid(images, {
      columns: images.count,
      scale: Math.max(1, Math.floor(64 / images.width)),
      ...(below && { captions: Array.from(scores[below].each, short) }),
    });
    return columns(textBlock(words, { width: textColumn, alt: `${prompt}: ${means.join(", ")}` }), pictures);
  });
  return rows(...lines);
}

/** Pixels for the prompt, beside its pictures. */
const textColumn = 180;
