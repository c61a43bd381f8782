import { checkInteger } from "../check.ts";
import { checkShape, type Tensor } from "../tensor.ts";
import { tf } from "../tf.ts";

export interface Conv2dOptions {
  /** The weights: [height, width, inputs, outputs]. */
  filter: Tensor<"height width channel output">;
  /** Added to each output channel. */
  bias?: Tensor<"output">;
  /** How far the window moves. Default: 1. */
  stride?: number;
  /** Zeros around the picture: "same" keeps its size at stride 1; a number is that many on every side. Default: "same". */
  pad?: "same" | "valid" | number;
}

/**
 * Convolves pictures and adds a bias, as one operation with its gradient.
 *
 * y[b, i, j, o] = bias[o] + Σ x[b, i·stride + k − pad, j·stride + l − pad, c] · filter[k, l, c, o]
 *
 * With stride 2, "same" pads an even picture only below and at the right, as TensorFlow does; PyTorch's `padding=1` is
 * `pad: 1`.
 *
 * @param x Pictures: [batch, height, width, channel].
 * @returns Pictures with one channel per filter; the caller owns it.
 * @throws {ShapeError} If x, filter or bias do not fit each other.
 * @throws {RangeError} If the stride is not a whole number from 1.
 *
 * @example A filter of one weight scales, the bias shifts
 * ```ts
 * import assert from "node:assert/strict";
 * import { conv2dBias, toTensor } from "noisebook";
 *
 * const x = toTensor({ data: Float32Array.of(1, 2, 3, 4), count: 1, height: 2, width: 2, channels: 1 });
 * const weights = toTensor({ data: Float32Array.of(10), count: 1, dim: 1 });
 * const filter = weights.reshape([1, 1, 1, 1]);
 * const y = conv2dBias(x, { filter, bias: weights.reshape([1]) });
 * assert.deepEqual([...(await y.data())], [20, 30, 40, 50]);
 * ```
 */
export function conv2dBias(
  x: Tensor<"batch height width channel">,
  { filter, bias, stride = 1, pad = "same" }: Conv2dOptions,
): Tensor<"batch height width channel"> {
  const { channel } = checkShape("x", x, "batch height width channel");
  const { output } = checkShape("filter", filter, "height width channel output", { channel });
  if (bias) checkShape("bias", bias, "output", { output });
  checkInteger(stride, { doing: "convolve x", name: "stride", from: 1 });
  const common = { x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: stride, pad };
  return tf.tidy(() =>
    typeof pad === "number"
      ? tf.fused.conv2d({ ...common, ...(bias && { bias }), dimRoundingMode: "floor" })
      : tf.fused.conv2d({ ...common, ...(bias && { bias }) }),
  );
}
