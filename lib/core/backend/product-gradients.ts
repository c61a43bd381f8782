/** The gradient of a convolution's filter as one matrix product: fast wherever a product is. */
import { tf } from "../tf.ts";
import type { KernelInputs } from "./kernel.ts";

export interface FilterAttributes {
  strides: number | [number, number];
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  dimRoundingMode?: "floor" | "round" | "ceil";
  dataFormat?: "NHWC" | "NCHW";
  filterShape: [number, number, number, number];
}

/** Values of one matrix of pixels; a larger one is made in parts. */
const mostValues = 2 ** 26;

/**
 * dW = Xᵀ·dY: each row of X holds the input's pixels that one output pixel is made of, each row of dY its gradient.
 */
export function filterGradientByProduct(
  { x, dy }: KernelInputs,
  { strides, pad, dimRoundingMode, filterShape }: FilterAttributes,
): tf.Tensor {
  return tf.tidy(() => {
    const size = x.shape as [number, number, number, number];
    const info = tf.backend_util.computeConv2DInfo(size, filterShape, strides, 1, pad, dimRoundingMode);
    const { batchSize, outHeight, outWidth } = info;
    const rowsOfOne = outHeight * outWidth;
    const columns = filterShape[0] * filterShape[1] * filterShape[2];
    const step = Math.max(1, Math.floor(mostValues / (rowsOfOne * columns)));
    const parts: tf.Tensor[] = [];
    for (let from = 0; from < batchSize; from += step) {
      const count = Math.min(step, batchSize - from);
      const [some, slope] = [x, dy].map((all) => (count === batchSize ? all : tf.slice(all, from, count)));
      const pixels = tf.reshape(pixelsOf(some, info), [count * rowsOfOne, columns]);
      parts.push(tf.matMul(pixels, tf.reshape(slope, [count * rowsOfOne, filterShape[3]]), true, false));
    }
    return tf.reshape(tf.addN(parts), filterShape);
  });
}

type ConvolutionInfo = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/** For each output pixel, the input's pixels under the filter: [batch, outHeight, outWidth, taps · channels]. */
function pixelsOf(x: tf.Tensor, info: ConvolutionInfo): tf.Tensor {
  const { filterHeight, filterWidth, outHeight, outWidth, strideHeight, strideWidth, padInfo } = info;
  const { top, left } = padInfo;
  const [height, width] = [(outHeight - 1) * strideHeight, (outWidth - 1) * strideWidth];
  const below = Math.max(0, height + filterHeight - info.inHeight - top);
  const right = Math.max(0, width + filterWidth - info.inWidth - left);
  const pads = [[0, 0], [top, below], [left, right], [0, 0]] as [number, number][]; // biome-ignore format: one row reads best
  const padded = top + left + below + right > 0 ? tf.pad(x, pads) : x;
  const [batch, , , channels] = x.shape;
  const taps = Array.from({ length: filterHeight * filterWidth }, (_, tap) => {
    const [row, column] = [Math.floor(tap / filterWidth), tap % filterWidth];
    return strideHeight === 1 && strideWidth === 1
      ? tf.slice(padded, [0, row, column, 0], [batch, outHeight, outWidth, channels])
      : tf.stridedSlice(
          padded,
          [0, row, column, 0],
          [batch, row + height + 1, column + width + 1, channels],
          [1, strideHeight, strideWidth, 1],
        );
  });
  return taps.length === 1 ? taps[0] : tf.concat(taps, 3);
}
