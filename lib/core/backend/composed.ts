/** Kernels made of other kernels: right on every engine, and fast where the engine's own convolution is. */
import { tf } from "../tf.ts";
import type { Kernel, KernelInputs } from "./kernel.ts";

export interface ProductAttributes {
  transposeA: boolean;
  transposeB: boolean;
}

/**
 * A batched product whose transposes are made explicit and whose batches are stretched first; the engine's own kernel
 * is naive on transposes and wrong on batches that stretch each other.
 */
export const batchMatMul: Kernel<ProductAttributes> = ({ a, b }, { transposeA, transposeB }, before) =>
  within(() => {
    const left = transposeA ? swapped(a) : a;
    const right = transposeB ? swapped(b) : b;
    const { batch, isOne } = batchOf(left, right);
    const flat = (x: tf.Tensor) =>
      tf.reshape(tf.broadcastTo(x, [...batch, ...x.shape.slice(-2)]), [-1, ...x.shape.slice(-2)]);
    const [x, y] = isOne
      ? [
          tf.reshape(left, [1, -1, left.shape[left.rank - 1]]),
          tf.reshape(right, [1, ...right.shape.slice(-2)]),
        ]
      : [flat(left), flat(right)];
    // WebAssembly's kernel remembers the second matrix by its memory, and would use it in the shape it had first.
    const fresh = tf.getBackend() === "wasm" ? tf.add(y, 0) : y;
    const product = before({ a: x, b: fresh }, { transposeA: false, transposeB: false });
    return { ...product, shape: [...batch, left.shape[left.rank - 2], right.shape[right.rank - 1]] };
  });

/** The axes of the batch, and whether the second is one matrix: then the rows of the whole batch are one product. */
export function batchOf(left: tf.Tensor, right: tf.Tensor): { batch: number[]; isOne: boolean } {
  const [a, b] = [left.shape.slice(0, -2), right.shape.slice(0, -2)];
  return {
    batch: tf.backend_util.assertAndGetBroadcastShape(a, b),
    isOne: tf.util.sizeFromShape(b) === 1,
  };
}

/** A tidy for results that are not tensors yet. */
export function within<Result extends tf.TensorInfo | tf.TensorInfo[]>(compute: () => Result): Result {
  return tf.tidy(compute as unknown as () => tf.Tensor) as unknown as Result;
}

/** The last two axes, the other way round. */
export function swapped(x: tf.Tensor): tf.Tensor {
  const axes = x.shape.map((_, axis) => axis);
  return tf.transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2]);
}

export interface Activation {
  activation: string;
  leakyreluAlpha: number;
}

/** A product with bias and activation, each as its own step. */
export const fusedMatMul: Kernel<ProductAttributes & Activation> = (
  { a, b, bias, preluActivationWeights },
  { transposeA, transposeB, ...activation },
) =>
  tf.tidy(() => {
    const product = tf.matMul(a, b, transposeA, transposeB);
    return activate(bias ? tf.add(product, bias) : product, activation, preluActivationWeights);
  });

/** The activations that TensorFlow.js fuses. */
export function activate(
  x: tf.Tensor,
  { activation, leakyreluAlpha }: Activation,
  weights: tf.Tensor,
): tf.Tensor {
  const activations: Record<string, () => tf.Tensor> = {
    linear: () => x,
    relu: () => tf.relu(x),
    relu6: () => tf.relu6(x),
    elu: () => tf.elu(x),
    sigmoid: () => tf.sigmoid(x),
    leakyrelu: () => tf.leakyRelu(x, leakyreluAlpha),
    prelu: () => tf.prelu(x, weights),
  };
  return activations[activation]();
}

interface FilterAttributes {
  strides: number | [number, number];
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  dimRoundingMode?: "floor" | "round" | "ceil";
  filterShape: [number, number, number, number];
}

/**
 * dW as a convolution: the batch becomes the channels, the output's gradient is the filter, and the stride becomes the
 * distance between its entries.
 */
export const conv2dFilterGradient: Kernel<FilterAttributes> = ({ x, dy }, attributes) =>
  tf.tidy(() => {
    const { filterShape, strides, pad, dimRoundingMode } = attributes;
    const size = x.shape as [number, number, number, number];
    const info = tf.backend_util.computeConv2DInfo(size, filterShape, strides, 1, pad, dimRoundingMode);
    const { top, left } = info.padInfo;
    const [height, width] = filterShape;
    const bottom = (info.outHeight - 1) * info.strideHeight + height - info.inHeight - top;
    const right = (info.outWidth - 1) * info.strideWidth + width - info.inWidth - left;
    // Rows that no window reaches are cut, rows over the edge are zeros.
    const cut = tf.slice(
      x,
      [0, 0, 0, 0],
      [-1, info.inHeight + Math.min(0, bottom), info.inWidth + Math.min(0, right), -1],
    );
    const padded = tf.pad(cut, [
      [0, 0],
      [top, Math.max(0, bottom)],
      [left, Math.max(0, right)],
      [0, 0],
    ]);
    const pictures = tf.transpose(padded, [3, 1, 2, 0]) as tf.Tensor4D;
    const filters = tf.transpose(dy, [1, 2, 0, 3]) as tf.Tensor4D;
    const dilations: [number, number] = [info.strideHeight, info.strideWidth];
    const gradient = tf.conv2d(pictures, filters, 1, "valid", "NHWC", dilations);
    return tf.transpose(gradient, [1, 2, 0, 3]);
  });

/** Another name for the same values: nothing is copied. */
export function identity(share: (id: object) => void): Kernel {
  return ({ x }: KernelInputs) => {
    share(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  };
}
