import { checkShape, type Tensor } from "../tensor.ts";
import { tf } from "../tf.ts";

/**
 * Doubles the height and width of pictures: each pixel becomes four.
 *
 * @param x Pictures: [batch, height, width, channel].
 * @returns Pictures of twice the size; the caller owns it.
 * @throws {ShapeError} If x has not these four axes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { toTensor, upsample2x } from "noisebook";
 *
 * const x = toTensor({ data: Float32Array.of(1, 2), count: 1, height: 1, width: 2, channels: 1 });
 * assert.deepEqual([...(await upsample2x(x).data())], [1, 1, 2, 2, 1, 1, 2, 2]);
 * ```
 */
export function upsample2x(x: Tensor<"batch height width channel">): Tensor<"batch height width channel"> {
  const { height, width } = checkShape("x", x, "batch height width channel");
  return tf.tidy(() => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [2 * height, 2 * width]));
}
