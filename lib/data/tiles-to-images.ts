import type { Images } from "../core/images.ts";
import type { Tiles } from "./sheet.ts";

/**
 * Pictures of bytes as values in [−1, 1], x = v / 127.5 − 1, at another side: smaller by the mean of each block, larger
 * by repeating pixels, so that pixel art stays as it is.
 *
 * @throws {RangeError} If one side is not a multiple of the other.
 */
export function tilesToImages(tiles: Tiles, size: number): Images {
  const { count, channels, size: stored } = tiles;
  if (!(Number.isInteger(size) && size > 0 && (stored % size === 0 || size % stored === 0)))
    throw new RangeError(
      `Cannot resize pictures of ${stored} pixels: size must divide it or be a multiple, got ${size}`,
    );
  const data = new Float32Array(count * size * size * channels);
  const shape = { data, count, height: size, width: size, channels };
  if (size === stored) {
    // Most sets are loaded as they are stored, and have millions of values.
    const level = Float32Array.from({ length: 256 }, (_, value) => value / 127.5 - 1);
    const bytes = tiles.data;
    for (let at = 0; at < data.length; at++) data[at] = level[bytes[at]];
    return shape;
  }
  const block = Math.max(1, stored / size);
  const repeat = Math.max(1, size / stored);
  let at = 0;
  for (let tile = 0; tile < count; tile++)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++)
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0;
          const top = Math.floor(y / repeat) * block;
          const left = Math.floor(x / repeat) * block;
          for (let row = top; row < top + block; row++)
            for (let column = left; column < left + block; column++)
              sum += tiles.data[((tile * stored + row) * stored + column) * channels + channel];
          data[at++] = sum / (block * block * 127.5) - 1;
        }
  return shape;
}
