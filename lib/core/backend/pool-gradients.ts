/** Gradients of pooling: every position of a window counts, whether windows overlap, reach over the edge or hold negative values. */
import { tf } from "../tf.ts";
import type { Loop } from "./loop.ts";

interface PoolAttributes {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: "same" | "valid" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

type PoolInfo = ReturnType<typeof tf.backend_util.computePool2DInfo>;

function poolInfo(shape: number[], { filterSize, strides, pad, dimRoundingMode }: PoolAttributes): PoolInfo {
  const size = shape as [number, number, number, number];
  return tf.backend_util.computePool2DInfo(size, filterSize, strides, 1, pad, dimRoundingMode);
}

/** Calls `visit` for each output pixel with its row, and the rows of the input pixels in its window. */
function eachWindow(info: PoolInfo, visit: (output: number, window: number[]) => void): void {
  const { batchSize, outHeight, outWidth, inHeight, inWidth, padInfo } = info;
  for (let b = 0; b < batchSize; b++)
    for (let y = 0; y < outHeight; y++)
      for (let x = 0; x < outWidth; x++) {
        const window: number[] = [];
        for (let i = 0; i < info.filterHeight; i++)
          for (let j = 0; j < info.filterWidth; j++) {
            const row = y * info.strideHeight + i - padInfo.top;
            const column = x * info.strideWidth + j - padInfo.left;
            if (row >= 0 && row < inHeight && column >= 0 && column < inWidth)
              window.push((b * inHeight + row) * inWidth + column);
          }
        visit((b * outHeight + y) * outWidth + x, window);
      }
}

/** How many pixels of one picture each window covers, where the largest would cover `size`. */
export function windowCounts(
  inShape: number[],
  attributes: PoolAttributes,
): { counts: number[]; shape: number[]; size: number } {
  const info = poolInfo([1, ...inShape.slice(1)], attributes);
  const counts: number[] = [];
  eachWindow(info, (output, window) => {
    counts[output] = window.length;
  });
  return {
    counts,
    shape: [1, info.outHeight, info.outWidth, 1],
    size: info.filterHeight * info.filterWidth,
  };
}

/** Each output pixel's gradient is shared by the pixels of its window that lie inside the picture. */
export const avgPoolGrad: Loop<PoolAttributes> = {
  shape: ({ input }) => input.shape,
  fill(result, { input, dy }, attributes) {
    const channels = input.shape[3];
    eachWindow(poolInfo(input.shape, attributes), (output, window) => {
      for (const pixel of window)
        for (let c = 0; c < channels; c++)
          result[pixel * channels + c] += dy.values[output * channels + c] / window.length;
    });
  },
};

/** Each output pixel's gradient goes to the first pixel of its window that has the maximum. */
export const maxPoolGrad: Loop<PoolAttributes> = {
  shape: ({ input }) => input.shape,
  fill(result, { input, dy }, attributes) {
    const channels = input.shape[3];
    eachWindow(poolInfo(input.shape, attributes), (output, window) => {
      for (let c = 0; c < channels; c++) {
        let best = window[0];
        for (const pixel of window)
          if (input.values[pixel * channels + c] > input.values[best * channels + c]) best = pixel;
        result[best * channels + c] += dy.values[output * channels + c];
      }
    });
  },
};
