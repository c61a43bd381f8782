/** Sums of rows: what the gradients of gathering and of repeating pixels come down to. */
import type { Loop } from "./loop.ts";

/** Row i of the input is added to row segmentIds[i] of the result; rows with an id outside the result are dropped. */
export const unsortedSegmentSum: Loop<{ numSegments: number }> = {
  shape: ({ x, segmentIds }, { numSegments }) => [numSegments, ...x.shape.slice(segmentIds.shape.length)],
  fill(result, { x, segmentIds }, { numSegments }) {
    const ids = segmentIds.values;
    const width = x.values.length / ids.length;
    ids.forEach((id, row) => {
      if (id < 0 || id >= numSegments) return;
      for (let i = 0; i < width; i++) result[id * width + i] += x.values[row * width + i];
    });
  },
};

interface ResizeAttributes {
  alignCorners: boolean;
}

/** Each pixel of the resized picture gives its gradient to the four pixels that it was blended from. */
export const resizeBilinearGrad: Loop<ResizeAttributes> = {
  shape: ({ images }) => images.shape,
  fill(result, { images, dy }, { alignCorners }) {
    const [batch, height, width, channels] = images.shape;
    const [, toHeight, toWidth] = dy.shape;
    const rows = blends(height, toHeight, alignCorners);
    const columns = blends(width, toWidth, alignCorners);
    let from = 0;
    for (let b = 0; b < batch; b++)
      for (const pair of rows)
        for (const across of columns) {
          for (const [row, share] of pair)
            for (const [column, part] of across) {
              const to = ((b * height + row) * width + column) * channels;
              for (let c = 0; c < channels; c++) result[to + c] += share * part * dy.values[from + c];
            }
          from += channels;
        }
  },
};

/** The two of `size` pixels that each of `toSize` blends, and the share of each. */
function blends(size: number, toSize: number, alignCorners: boolean): [number, number][][] {
  const scale = scaleOf(size, toSize, alignCorners);
  return Array.from({ length: toSize }, (_, i) => {
    const low = Math.min(size - 1, Math.floor(i * scale));
    const share = i * scale - low;
    return [
      [low, 1 - share],
      [Math.min(size - 1, low + 1), share],
    ];
  });
}

function scaleOf(size: number, toSize: number, alignCorners: boolean): number {
  return alignCorners && toSize > 1 ? (size - 1) / (toSize - 1) : size / toSize;
}

/** Each pixel of the resized picture gives its gradient to the pixel it was copied from. */
export const resizeNearestGrad: Loop<ResizeAttributes> = {
  shape: ({ images }) => images.shape,
  fill(result, { images, dy }, { alignCorners }) {
    const [batch, height, width, channels] = images.shape;
    const [, toHeight, toWidth] = dy.shape;
    const rows = sources(height, toHeight, alignCorners);
    const columns = sources(width, toWidth, alignCorners);
    let from = 0;
    for (let b = 0; b < batch; b++)
      for (const row of rows)
        for (const column of columns) {
          const to = ((b * height + row) * width + column) * channels;
          for (let c = 0; c < channels; c++) result[to + c] += dy.values[from++];
        }
  },
};

/** Which of `size` pixels each of `toSize` copies. */
function sources(size: number, toSize: number, alignCorners: boolean): number[] {
  const scale = scaleOf(size, toSize, alignCorners);
  const nearest = alignCorners ? Math.round : Math.floor;
  return Array.from({ length: toSize }, (_, i) => Math.min(size - 1, nearest(i * scale)));
}
