/** Where in a picture each word is looked for. */
import type { Images } from "../core/images.ts";
import { colourAt, type Ramp } from "./colour-ramp.ts";
import { imageGrid } from "./image-grid.ts";
import { counted } from "./numbers.ts";
import type { SvgFigure } from "./svg-figure.ts";

/** Attention weights as a trace keeps them: [picture, head, position, token]. */
export interface AttentionWeights {
  shape: readonly number[];
  data: ArrayLike<number>;
}

export interface AttentionMapsOptions {
  /** The words, in the order of the last axis; those after the last one are left out. */
  tokens: readonly string[];
  title?: string;
}

/** From the bare picture over orange to light yellow, where most of the attention goes. */
const glow: Ramp = ["#000000", "#7a2a00", "#d55e00", "#f0a030", "#ffffc0"];

/**
 * Draws, for each picture, where each token is attended to: the mean over the heads (and over the layers, given several),
 * laid over the picture. The lightest place of each map is its largest weight.
 *
 * Hertz et al. 2022, "Prompt-to-Prompt Image Editing with Cross Attention Control", section 3.
 *
 * @param maps The values of one or more activations whose name ends in "cross.map"; see {@link trace}, with as many `rows` as
 *   there are pictures.
 * @throws {RangeError} If a map has not four axes, other pictures or fewer tokens, or its positions do not fit the pictures.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { attentionMaps } from "noisebook";
 *
 * const image = { data: new Float32Array(16), count: 1, height: 4, width: 4, channels: 1 };
 * const map = { shape: [1, 1, 4, 2], data: [1, 0, 0, 1, 0, 1, 0, 1] };
 * assert.match(attentionMaps(image, map, { tokens: ["red", "circle"] }).alt, /1 picture, tokens red, circle/);
 * ```
 */
export function attentionMaps(
  images: Images,
  maps: AttentionWeights | readonly AttentionWeights[],
  { tokens, title = "Attention" }: AttentionMapsOptions,
): SvgFigure {
  const list = "data" in maps ? [maps] : maps;
  if (list.length === 0 || tokens.length === 0)
    throw new RangeError(
      `Cannot draw attention: at least one map and one token are needed, got ${list.length} and ${tokens.length}`,
    );
  const layers = list.map((map) => ({ map, grid: gridOf(map, images, tokens.length) }));
  const size = images.height * images.width * 3;
  const data = new Float32Array(images.count * (tokens.length + 1) * size);
  for (let picture = 0; picture < images.count; picture++)
    for (let column = 0; column <= tokens.length; column++) {
      const weights = column === 0 ? undefined : weightsOf(layers, { picture, token: column - 1, images });
      data.set(lit(images, picture, weights), (picture * (tokens.length + 1) + column) * size);
    }
  const { height, width, count } = images;
  return imageGrid(
    { data, count: count * (tokens.length + 1), height, width, channels: 3 },
    {
      columns: tokens.length + 1,
      heads: ["picture", ...tokens],
      title,
      alt: `${title}: ${counted(count, "picture")}, tokens ${tokens.join(", ")}`,
    },
  );
}

/** How the positions of a map lie over the pictures. */
function gridOf({ shape, data }: AttentionWeights, images: Images, tokens: number) {
  const [pictures, heads, positions, known] = shape;
  if (shape.length !== 4 || data.length !== pictures * heads * positions * known)
    throw new RangeError(
      `Cannot draw attention: a map must have the axes picture, head, position, token, got [${shape.join(", ")}]`,
    );
  if (pictures !== images.count || known < tokens)
    throw new RangeError(
      `Cannot draw attention: ${images.count} pictures and ${tokens} tokens need a map of as many, got ${pictures} and ${known}`,
    );
  const rows = Math.round(Math.sqrt((positions * images.height) / images.width));
  const columns = positions / rows;
  if (!Number.isInteger(columns) || Math.abs(columns / rows - images.width / images.height) > 1e-9)
    throw new RangeError(
      `Cannot draw attention: ${positions} positions do not lie evenly over ${images.height} × ${images.width} pixels`,
    );
  return { heads, rows, columns, known };
}

type Layer = { map: AttentionWeights; grid: ReturnType<typeof gridOf> };

/** The mean weight over heads and layers of each pixel, the largest 1. */
function weightsOf(
  layers: Layer[],
  { picture, token, images }: { picture: number; token: number; images: Images },
): Float64Array {
  const { height, width } = images;
  const sums = new Float64Array(height * width);
  for (const { map, grid } of layers) {
    const { heads, rows, columns, known } = grid;
    const positions = rows * columns;
    for (let pixel = 0; pixel < sums.length; pixel++) {
      const row = Math.floor((Math.floor(pixel / width) * rows) / height);
      const column = Math.floor(((pixel % width) * columns) / width);
      for (let head = 0; head < heads; head++)
        sums[pixel] +=
          map.data[((picture * heads + head) * positions + row * columns + column) * known + token] / heads;
    }
  }
  const most = sums.reduce((a, b) => Math.max(a, b), 0) || 1;
  return sums.map((sum) => sum / most);
}

/** A picture in colours, or, with weights, in grey under their light. */
function lit(
  { data, height, width, channels }: Images,
  picture: number,
  weights?: Float64Array,
): Float32Array {
  const pixels = height * width;
  const value = (pixel: number, channel: number) =>
    data[(picture * pixels + pixel) * channels + (channels === 3 ? channel : 0)];
  return Float32Array.from({ length: pixels * 3 }, (_, at) => {
    const [pixel, channel] = [Math.floor(at / 3), at % 3];
    if (!weights) return value(pixel, channel);
    const grey = (value(pixel, 0) + value(pixel, 1) + value(pixel, 2)) / 3;
    return 0.4 * (grey + 1) - 1 + (0.65 * colourAt(glow, weights[pixel])[channel]) / 127.5;
  });
}
