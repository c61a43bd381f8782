/** Between host records and tensors. Reading back is asynchronous on every backend. */
import type { Images } from "./images.ts";
import { sizeOf } from "./like.ts";
import type { Points } from "./points.ts";
import { checkShape, type Tensor } from "./tensor.ts";
import { tf } from "./tf.ts";
import { type HostValues, shapeOf } from "./values.ts";

/** The axes that a host record has as a tensor. */
export type TensorOf<X extends HostValues> = X extends Images
  ? Tensor<"batch height width channel">
  : Tensor<"batch dim">;

/**
 * Copies pictures or points into a float32 tensor that the caller owns: images as [batch, height, width, channel],
 * points as [batch, dim].
 *
 * @throws {ShapeError} If the data's length does not fit the record's sizes.
 */
export function toTensor<X extends HostValues>(x: X): TensorOf<X> {
  const shape = shapeOf(x);
  checkShape("data", { shape: [x.data.length] }, String(sizeOf(shape)));
  // A Float32Array is copied, so that changing the record later cannot change the tensor.
  return tf.tensor(Float32Array.from(x.data), shape) as TensorOf<X>;
}

/**
 * Reads a tensor back as pictures; the tensor stays the caller's.
 *
 * @throws {ShapeError} If the tensor has not the axes batch, height, width, channel.
 */
export async function toImages(x: Tensor<"batch height width channel">): Promise<Images> {
  const { batch: count, height, width, channel: channels } = checkShape("x", x, "batch height width channel");
  return { data: await read(x), count, height, width, channels };
}

/**
 * Reads a tensor back as points; the tensor stays the caller's.
 *
 * @throws {ShapeError} If the tensor has not the axes batch, dim.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { toPoints, toTensor } from "noisebook";
 *
 * const x = toTensor({ data: Float64Array.of(1, 2, 3, 4), count: 2, dim: 2 });
 * assert.deepEqual(await toPoints(x), { data: Float32Array.of(1, 2, 3, 4), count: 2, dim: 2 });
 * x.dispose();
 * ```
 */
export async function toPoints(x: Tensor<"batch dim">): Promise<Points> {
  const { batch: count, dim } = checkShape("x", x, "batch dim");
  return { data: await read(x), count, dim };
}

/** The values as a copy: on the cpu backend `data()` hands out the tensor's own array. */
async function read(x: Tensor): Promise<Float32Array> {
  return Float32Array.from(await x.data());
}
