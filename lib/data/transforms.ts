import { checkInteger } from "../core/check.ts";
import type { Images } from "../core/images.ts";

/** New pictures, and in a sentence what was done to the old ones. */
export interface Changed {
  images: Images;
  change: string;
}

/**
 * Cuts the same square out of every picture.
 *
 * @param options.size Side of the square; `top` and `left` are its corner, by default such that the middle is cut.
 * @throws {RangeError} If the square leaves the picture.
 */
export function crop(images: Images, options: { size: number; top?: number; left?: number }): Changed {
  const { size } = options;
  const { count, height, width, channels } = images;
  const doing = "crop";
  checkInteger(size, { doing, name: "size", from: 1, to: Math.min(height, width) });
  const { top = (height - size) >> 1, left = (width - size) >> 1 } = options;
  checkInteger(top, { doing, name: "top", from: 0, to: height - size });
  checkInteger(left, { doing, name: "left", from: 0, to: width - size });
  const data = new Float32Array(count * size * size * channels);
  for (let picture = 0; picture < count; picture++)
    for (let y = 0; y < size; y++) {
      const from = ((picture * height + top + y) * width + left) * channels;
      data.set(images.data.subarray(from, from + size * channels), (picture * size + y) * size * channels);
    }
  return {
    images: { data, count, height: size, width: size, channels },
    change: `${count} pictures of ${height}×${width} were cut to ${size}×${size} from row ${top} and column ${left}`,
  };
}

/**
 * Scales every picture to a square. Each new pixel is the mean of the area that it covers, so detail is not picked by
 * chance when a picture gets smaller; when it gets larger, pixels repeat.
 *
 * @throws {RangeError} If the size is not a whole number from 1.
 */
export function resize(images: Images, size: number): Changed {
  const { count, height, width, channels } = images;
  checkInteger(size, { doing: "resize", name: "size", from: 1 });
  const [rows, columns] = [overlaps(height, size), overlaps(width, size)];
  const data = new Float32Array(count * size * size * channels);
  for (let picture = 0; picture < count; picture++)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++)
        for (const { at: row, share: tall } of rows[y])
          for (const { at: column, share: wide } of columns[x])
            for (let channel = 0; channel < channels; channel++)
              data[((picture * size + y) * size + x) * channels + channel] +=
                tall * wide * images.data[((picture * height + row) * width + column) * channels + channel];
  return {
    images: { data, count, height: size, width: size, channels },
    change: `${count} pictures of ${height}×${width} were scaled to ${size}×${size}`,
  };
}

/** For each new pixel along an axis: the old ones under it, and the share of each. */
function overlaps(old: number, size: number): { at: number; share: number }[][] {
  const scale = old / size;
  return Array.from({ length: size }, (_, place) => {
    const [from, to] = [place * scale, (place + 1) * scale];
    const parts = [];
    for (let at = Math.floor(from); at < Math.min(old, to); at++)
      parts.push({ at, share: (Math.min(to, at + 1) - Math.max(from, at)) / scale });
    return parts;
  });
}

/**
 * Moves and scales each channel to mean 0 and deviation 1 over the whole batch: x' = (x − mean) / deviation.
 *
 * The result leaves [−1, 1]; keep `mean` and `deviation` to undo it in samples.
 *
 * @throws {RangeError} If a channel has the same value everywhere.
 */
export function normalise(images: Images): Changed & { mean: number[]; deviation: number[] } {
  const { channels, data } = images;
  const pixels = data.length / channels;
  const mean = Array.from({ length: channels }, () => 0);
  const deviation = [...mean];
  data.forEach((value, at) => {
    mean[at % channels] += value / pixels;
  });
  data.forEach((value, at) => {
    deviation[at % channels] += (value - mean[at % channels]) ** 2 / pixels;
  });
  for (let channel = 0; channel < channels; channel++) {
    deviation[channel] = Math.sqrt(deviation[channel]);
    if (!(deviation[channel] > 0))
      throw new RangeError(`Cannot normalise: channel ${channel} has the same value everywhere`);
  }
  const scaled = data.map((value, at) => (value - mean[at % channels]) / deviation[at % channels]);
  const list = (values: number[]) => values.map((value) => value.toFixed(3)).join(", ");
  return {
    images: { ...images, data: scaled },
    mean,
    deviation,
    change: `${images.count} pictures were moved by means ${list(mean)} and divided by deviations ${list(deviation)}`,
  };
}

/** Brightness of each pixel, in [−1, 1]: Rec. 601 weights. */
export function luma({ data, channels }: Images): Float32Array {
  if (channels === 1) return data;
  const grey = new Float32Array(data.length / channels);
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const at = pixel * channels;
    grey[pixel] = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
  }
  return grey;
}
