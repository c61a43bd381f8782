/** The kernels of TensorFlow.js that our module computes. */
import { tf } from "../tf.ts";
import { type Activation, activate, batchOf, type ProductAttributes, swapped, within } from "./composed.ts";
import { type Kernel, replaceKernel } from "./kernel.ts";
import type { Module } from "./module.ts";
import {
  type ConvolutionAttributes,
  convolution,
  filterGradient,
  inputGradient,
  type ProductCall,
  product,
} from "./module-convolutions.ts";
import { concat, split } from "./module-parts.ts";
import { addressOf, emptyOnHeap } from "./wasm-heap.ts";

type Convolution = ConvolutionAttributes & { dataFormat?: "NHWC" | "NCHW" };
type ByKernel<Attributes> = (module: Module) => Kernel<Attributes>;

const conv2d: ByKernel<Convolution> = (module) => (inputs, attributes, before) =>
  attributes.dataFormat === "NCHW"
    ? before(inputs, attributes)
    : convolution(module, { x: inputs["x"], filter: inputs["filter"] }, attributes);

const fusedConv2d: ByKernel<Convolution & Activation> = (module) => (inputs, attributes, before) => {
  const { x, filter, bias, preluActivationWeights } = inputs;
  if (attributes.dataFormat === "NCHW") return before(inputs, attributes);
  if (attributes.activation === "linear") return convolution(module, { x, filter, bias }, attributes);
  return tf.tidy(() => {
    const sum = asTensor(convolution(module, { x, filter, bias }, attributes));
    return activate(sum, attributes, preluActivationWeights);
  });
};

const conv2dFilterGrad: ByKernel<Convolution & { filterShape: number[] }> =
  (module) =>
  ({ x, dy }, attributes) =>
    filterGradient(module, { x, dy }, attributes);

const conv2dInputGrad: ByKernel<Convolution & { inputShape: number[] }> =
  (module) =>
  ({ dy, filter }, attributes) =>
    inputGradient(module, { dy, filter }, attributes);

const batchMatMul: ByKernel<ProductAttributes> =
  (module) =>
  ({ a, b }, attributes, before) =>
    a.dtype === "float32" && b.dtype === "float32"
      ? within(() => multiply((...call) => product(module, ...call), { a, b }, attributes))
      : before({ a, b }, attributes);

/** A product of matrices as a product of one or of `count`, which `compute` works out. */
export function multiply(
  compute: (...call: ProductCall) => tf.TensorInfo,
  { a, b }: { a: tf.Tensor; b: tf.Tensor },
  { transposeA, transposeB }: ProductAttributes,
): tf.TensorInfo {
  const flip = transposeB && !transposeA;
  const right = transposeB && transposeA ? swapped(b) : b;
  const { batch, isOne } = batchOf(a, right);
  const [inner, columns] = flip ? right.shape.slice(-2).reverse() : right.shape.slice(-2);
  const rows = a.shape[a.rank - (transposeA ? 1 : 2)];
  const shape = [...batch, rows, columns];
  // Rows of the whole batch against one matrix are one product.
  if (isOne && !transposeA) {
    const size = { rows: a.size / inner, inner, columns, batchA: 1, batchB: 1 };
    return { ...compute({ a, b: right }, size, { transposeA, transposeB: flip }), shape };
  }
  const stretched = (x: tf.Tensor) =>
    x.size === tf.util.sizeFromShape(x.shape.slice(-2))
      ? x
      : tf.broadcastTo(x, [...batch, ...x.shape.slice(-2)]);
  const [x, y] = [stretched(a), stretched(right)];
  const batchA = x.size / (rows * inner);
  const batchB = y.size / (inner * columns);
  const size = { rows, inner, columns, batchA, batchB };
  return { ...compute({ a: x, b: y }, size, { transposeA, transposeB: flip }), shape };
}

/** Sums over neighbouring axes before the last: those of the rows of matrices; any other sum is the engine's own. */
const sum: ByKernel<{ axis: number | number[]; keepDims: boolean }> =
  (module) =>
  ({ x }, attributes, before) => {
    const axes = tf.util.parseAxisParam(attributes.axis, x.shape).sort((a, b) => a - b);
    const areNeighbours = axes.every((axis, index) => axis === axes[0] + index);
    if (
      !areNeighbours ||
      axes.includes(x.rank - 1) ||
      axes.length === 0 ||
      x.dtype !== "float32" ||
      x.size === 0
    )
      return before({ x }, attributes);
    const kept = x.shape.flatMap((size, axis) =>
      axes.includes(axis) ? (attributes.keepDims ? [1] : []) : [size],
    );
    const y = emptyOnHeap(kept);
    const [rows, columns] = [axes.map((axis) => x.shape[axis]), x.shape.slice(axes[0] + axes.length)];
    sumRows(module, { x, y }, { rows: tf.util.sizeFromShape(rows), columns: tf.util.sizeFromShape(columns) });
    return y;
  };

/** The sum of the rows of each matrix of x. */
export function sumRows(
  module: Module,
  { x, y }: { x: tf.TensorInfo; y: tf.TensorInfo },
  { rows, columns }: { rows: number; columns: number },
): void {
  const size = tf.util.sizeFromShape(x.shape);
  module.call("sumRows", {
    words: [addressOf(x), addressOf(y), size / (rows * columns), rows, columns],
    work: size,
  });
}

interface Resize {
  alignCorners: boolean;
  halfPixelCenters: boolean;
  size: [number, number];
}

/** Doubles a picture's height and width; any other size is the engine's own. */
const resizeNearest: ByKernel<Resize> = (module) => (inputs, attributes, before) => {
  const { images } = inputs;
  const [height, width] = attributes.size;
  const [batch, , , channels] = images.shape as number[];
  if (!isDoubled(images, [height, width]) || attributes.alignCorners || attributes.halfPixelCenters)
    return before(inputs, attributes);
  const y = emptyOnHeap([batch, height, width, channels]);
  callDouble(module, "double", { small: images, large: y });
  return y;
};

const resizeNearestGrad: ByKernel<Resize> = (module) => (inputs, attributes, before) => {
  const { images, dy } = inputs;
  if (!isDoubled(images, dy.shape.slice(1, 3)) || attributes.alignCorners) return before(inputs, attributes);
  const x = emptyOnHeap(images.shape);
  callDouble(module, "halve", { small: x, large: dy });
  return x;
};

function isDoubled(images: tf.Tensor, [height, width]: number[]): boolean {
  const [, smallHeight, smallWidth] = images.shape as number[];
  return images.dtype === "float32" && height === 2 * smallHeight && width === 2 * smallWidth;
}

function callDouble(
  module: Module,
  kernel: "double" | "halve",
  { small, large }: { small: tf.TensorInfo; large: tf.TensorInfo },
): void {
  const [batch, height, width, channels] = small.shape;
  const words = [addressOf(small), addressOf(large), batch * height, width, channels];
  module.call(kernel, { words, work: 4 * batch * height * width * channels });
}

export function asTensor(info: tf.TensorInfo): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(info);
}

/** Registers the kernels that our module computes. */
export function registerModuleKernels(module: Module): void {
  const put = <Attributes>(name: string, kernel: ByKernel<Attributes>) =>
    replaceKernel("wasm", name, kernel(module));
  put("Conv2D", conv2d);
  put("FusedConv2D", fusedConv2d);
  put("Conv2DBackpropFilter", conv2dFilterGrad);
  put("Conv2DBackpropInput", conv2dInputGrad);
  put("BatchMatMul", batchMatMul);
  put("Sum", sum);
  put("Concat", concat);
  put("SplitV", split);
  put("ResizeNearestNeighbor", resizeNearest);
  put("ResizeNearestNeighborGrad", resizeNearestGrad);
}
