/** What a picture looks like, in numbers that need no model: none of them is beauty, each is something to talk about. */
import { deflateRawSync } from "node:zlib";
import { checkFinite } from "../core/check.ts";
import type { Images } from "../core/images.ts";
import { luma } from "../data/transforms.ts";
import { type Harmony, harmonyOf } from "./colour-harmony.ts";

/** Entry i belongs to picture i. */
export interface Aesthetics {
  /** How far hues lie off the best harmonic template, in degrees, weighted by saturation: 0 in harmony or without colour. */
  harmony: Harmony[];
  /** Standard deviation and mean of opponent colours, in levels of 256: 0 grey, above 100 very colourful. */
  colourfulness: Float64Array;
  /** Share of inner pixels where brightness changes by more than an eighth of its range. */
  edges: Float64Array;
  /** Bits that a pixel needs when the picture is packed: 0 blank; the raw pixel has 8 or 24. */
  bitsPerPixel: Float64Array;
}

/**
 * Measures colour harmony (Cohen-Or et al. 2006, "Color Harmonization"), colourfulness (Hasler and Süsstrunk 2003,
 * "Measuring colourfulness in natural images", equation 7), density of edges (Sobel's gradient) and compressibility (DEFLATE
 * of differences between neighbours, as PNG has them).
 *
 * @throws {RangeError} If a value is not finite.
 *
 * @example A blank picture
 * ```ts
 * import assert from "node:assert/strict";
 * import { aesthetics } from "noisebook";
 *
 * const grey = { data: new Float32Array(16 * 16 * 3), count: 1, height: 16, width: 16, channels: 3 };
 * const { colourfulness, edges } = aesthetics(grey);
 * assert.deepEqual([colourfulness[0], edges[0]], [0, 0]);
 * ```
 */
export function aesthetics(images: Images): Aesthetics {
  checkFinite(images.data, { doing: "measure aesthetics", name: "images" });
  const grey = luma(images);
  const area = images.height * images.width;
  const each = <T>(of: (pixels: Float32Array, brightness: Float32Array) => T): T[] =>
    Array.from({ length: images.count }, (_, at) =>
      of(
        images.data.subarray(at * area * images.channels, (at + 1) * area * images.channels),
        grey.subarray(at * area, (at + 1) * area),
      ),
    );
  return {
    harmony: each((pixels) => harmonyOf(pixels, images.channels)),
    colourfulness: Float64Array.from(each((pixels) => colourfulness(pixels, images.channels))),
    edges: Float64Array.from(each((_, brightness) => edgeDensity(brightness, images))),
    bitsPerPixel: Float64Array.from(each((pixels) => packedBits(pixels, images))),
  };
}

/** √(σ_rg² + σ_yb²) + 0.3 √(μ_rg² + μ_yb²) of rg = R − G and yb = (R + G)/2 − B. */
function colourfulness(pixels: Float32Array, channels: number): number {
  if (channels !== 3) return 0;
  const count = pixels.length / 3;
  const [sums, squares] = [
    [0, 0],
    [0, 0],
  ];
  for (let at = 0; at < pixels.length; at += 3) {
    const [red, green, blue] = [0, 1, 2].map((channel) => (pixels[at + channel] + 1) * 127.5);
    [red - green, (red + green) / 2 - blue].forEach((opponent, which) => {
      sums[which] += opponent / count;
      squares[which] += opponent ** 2 / count;
    });
  }
  const variance = squares.reduce((sum, square, which) => sum + square - sums[which] ** 2, 0);
  return Math.sqrt(Math.max(0, variance)) + 0.3 * Math.hypot(...sums);
}

function edgeDensity(grey: Float32Array, { height, width }: Images): number {
  let edges = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = (down: number, right: number) => grey[(y + down) * width + x + right];
      const across = at(-1, 1) + 2 * at(0, 1) + at(1, 1) - at(-1, -1) - 2 * at(0, -1) - at(1, -1);
      const along = at(1, -1) + 2 * at(1, 0) + at(1, 1) - at(-1, -1) - 2 * at(-1, 0) - at(-1, 1);
      if (Math.hypot(across, along) / 4 > 0.25) edges++;
    }
  return edges / Math.max(1, (height - 2) * (width - 2));
}

function packedBits(pixels: Float32Array, { height, width, channels }: Images): number {
  const bytes = Uint8ClampedArray.from(pixels, (value) => (value + 1) * 127.5);
  const stride = width * channels;
  const differences = bytes.map(
    (value, at) => (value - (at % stride < channels ? 0 : bytes[at - channels])) & 255,
  );
  return (deflateRawSync(differences, { level: 9 }).length * 8) / (height * width);
}
