/** Pictures that change: one step opened up, or many steps as a strip that reads from left to right. */
import type { Images } from "../core/images.ts";
import { imageGrid } from "./image-grid.ts";
import { counted } from "./numbers.ts";
import type { SvgFigure } from "./svg-figure.ts";

/** What a film strip needs of a step of noising or sampling. */
export interface FilmStep {
  t: number;
  /** The pictures at this step. */
  x: Images;
  /** The clean pictures that a model guesses at this step. */
  x0?: Images;
  /** The noise that a model guesses at this step. */
  eps?: Images;
}

/** More frames than this are thinned evenly, the first and the last kept: they would be too small to see. */
const mostFrames = 12;

/**
 * Draws steps as a strip: each column is a step, each row one picture of the batch.
 *
 * Given a single step, the columns are its parts instead: x_t, and where it has them x̂₀ and ε̂.
 *
 * @param options.title A line above the strip.
 * @throws {RangeError} If there is no step, or the steps differ in the number or size of their pictures.
 *
 * @example A picture fades
 * ```ts
 * import assert from "node:assert/strict";
 * import { filmStrip } from "noisebook";
 *
 * const picture = (value: number) => ({ data: Float32Array.of(value), count: 1, height: 1, width: 1, channels: 1 });
 * const strip = filmStrip([{ t: 0, x: picture(1) }, { t: 999, x: picture(0) }]);
 * assert.match(strip.alt, /from t = 0 to t = 999/);
 * ```
 */
export function filmStrip(
  steps: FilmStep | readonly FilmStep[],
  options: { title?: string } = {},
): SvgFigure {
  if (!isList(steps)) return parts(steps, options);
  if (steps.length === 0) throw new RangeError("Cannot draw a film strip: there is no step");
  const shown = thinned(steps);
  const [first, last] = [shown[0], shown[shown.length - 1]];
  const alt =
    `${options.title ?? "Film strip"}: ${counted(first.x.count, "picture")} at ${counted(shown.length, "step")}, ` +
    `from t = ${first.t} to t = ${last.t}`;
  return strip(
    shown.map(({ x }) => x),
    { ...options, alt, names: shown.map(({ t }) => `t = ${t}`) },
  );
}

function isList(steps: FilmStep | readonly FilmStep[]): steps is readonly FilmStep[] {
  return Array.isArray(steps);
}

function parts({ t, x, x0, eps }: FilmStep, { title = `t = ${t}` }: { title?: string }): SvgFigure {
  const shown: [string, Images][] = [["xₜ", x]];
  if (x0) shown.push(["x̂₀", x0]);
  if (eps) shown.push(["ε̂", eps]);
  const names = shown.map(([name]) => name);
  const alt = `${title}: ${counted(x.count, "picture")}, ${names.join(", ")}`;
  return strip(
    shown.map(([, images]) => images),
    { title, alt, names },
  );
}

function thinned(steps: readonly FilmStep[]): FilmStep[] {
  const count = Math.min(steps.length, mostFrames);
  return Array.from({ length: count }, (_, index) => {
    const from = count === 1 ? 0 : Math.round((index * (steps.length - 1)) / (count - 1));
    return steps[from];
  });
}

function strip(frames: Images[], options: { title?: string; alt: string; names: string[] }): SvgFigure {
  const { names, ...rest } = options;
  return imageGrid(transposed(frames), { ...rest, columns: frames.length, heads: names });
}

/** Batches, one a frame, as one batch in reading order: the first picture of every frame, then the second. */
function transposed(frames: Images[]): Images {
  const { count, height, width, channels } = frames[0];
  const size = height * width * channels;
  const data = new Float32Array(frames.length * count * size);
  frames.forEach((frame, column) => {
    if (frame.count !== count || frame.data.length !== count * size)
      throw new RangeError(`Cannot draw a film strip: its frames hold ${frame.count} and ${count} pictures`);
    for (let row = 0; row < count; row++)
      data.set(frame.data.subarray(row * size, (row + 1) * size), (row * frames.length + column) * size);
  });
  return { data, count: frames.length * count, height, width, channels };
}
