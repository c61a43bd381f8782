/** Convolutions and products by ONNX Runtime's matrix product; what does not suit it stays with the kernel before it. */
import { tf } from "../tf.ts";
import { isWinograd, type Layout, wordsOf } from "./call-convolution.ts";
import { type Activation, activate, type ProductAttributes, within } from "./composed.ts";
import { type Kernel, replaceKernel } from "./kernel.ts";
import type { Module } from "./module.ts";
import { type ConvolutionAttributes, layoutOf, type ProductCall } from "./module-convolutions.ts";
import { asTensor, multiply } from "./module-kernels.ts";
import type { Matrix, Products } from "./onnxruntime.ts";
import { addressOf, emptyOnHeap } from "./wasm-heap.ts";

interface Engine {
  module: Module;
  products: Products;
}

type Convolution = ConvolutionAttributes & { dataFormat?: "NHWC" | "NCHW" };
type ByKernel<Attributes> = (engine: Engine) => Kernel<Attributes>;

/** Multiplications that take less time than a call. */
const littleWork = 500_000;
/** Bytes of pixels that are laid out at once: few enough to stay in a cache. */
const most = 4 * 2 ** 20;

const conv2d: ByKernel<Convolution> = (engine) => (inputs, attributes, before) => {
  const { x, filter } = inputs as { x: tf.Tensor; filter: tf.Tensor };
  if (attributes.dataFormat === "NCHW") return before(inputs, attributes);
  const layout = layoutOf(x.shape, filter.shape, attributes);
  return suits(x, filter, { ...attributes, layout })
    ? convolve(engine, { x, filter }, layout)
    : before(inputs, attributes);
};

const fusedConv2d: ByKernel<Convolution & Activation> = (engine) => (inputs, attributes, before) => {
  const { x, filter, bias, preluActivationWeights } = inputs as Record<string, tf.Tensor>;
  if (attributes.dataFormat === "NCHW") return before(inputs, attributes);
  const layout = layoutOf(x.shape, filter.shape, attributes);
  if (!suits(x, filter, { ...attributes, layout })) return before(inputs, attributes);
  return within(() => {
    const sum = convolve(engine, { x, filter, bias }, layout);
    return attributes.activation === "linear"
      ? sum
      : activate(asTensor(sum), attributes, preluActivationWeights);
  });
};

/** Whether a convolution of pictures is work enough for a call. */
function suits(
  x: tf.Tensor,
  filter: tf.Tensor,
  { dataFormat, strides, layout }: Pick<Convolution, "dataFormat" | "strides"> & { layout: Layout },
): boolean {
  const step = typeof strides === "number" ? strides ** 2 : strides[0] * strides[1];
  const pixels = x.size / filter.shape[2]! / step;
  if (dataFormat === "NCHW" || pixels * filter.size <= littleWork) return false;
  // The module's own kernels need fewer multiplications there.
  return !isWinograd(layout);
}

const conv2dInputGrad: ByKernel<Convolution & { inputShape: number[] }> =
  (engine) => (inputs, attributes, before) => {
    const { dy, filter } = inputs as { dy: tf.Tensor; filter: tf.Tensor };
    const layout = layoutOf(attributes.inputShape, filter.shape, attributes);
    const [strideY, strideX] = layout.stride ?? [1, 1];
    // Where a stride left pixels out, the gradient would be a product with zeros for the most part.
    if (strideY * strideX > 1 || !suits(dy, filter, { ...attributes, strides: 1, layout }))
      return before(inputs, attributes);
    const [height, width] = layout.filter;
    const [top, left] = layout.pad ?? [0, 0];
    return within(() => {
      const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
      const back: Layout = {
        ...layout,
        input: layout.output,
        output: layout.input,
        pad: [height - 1 - top, width - 1 - left],
      };
      return convolve(engine, { x: dy, filter: turned }, back);
    });
  };

const conv2dFilterGrad: ByKernel<Convolution & { filterShape: number[] }> =
  ({ module, products }) =>
  (inputs, attributes, before) => {
    const { x, dy } = inputs as { x: tf.Tensor; dy: tf.Tensor };
    const { filterShape } = attributes;
    const work = (dy.size / filterShape[3]) * tf.util.sizeFromShape(filterShape);
    if (attributes.dataFormat === "NCHW" || work < littleWork) return before(inputs, attributes);
    const layout = layoutOf(x.shape, filterShape, attributes);
    if (isWinograd(layout)) return before(inputs, attributes);
    const w = emptyOnHeap(filterShape);
    const outputs = filterShape[3];
    const inner = tf.util.sizeFromShape(filterShape) / outputs;
    const y: Matrix = { address: addressOf(w), shape: [inner, outputs] };
    eachStretch(module, { x, layout }, (rows, first) => {
      const count = rows.shape[0]!;
      const b = { address: addressOf(dy) + 4 * first * outputs, shape: [count, outputs] };
      if (first === 0) products.multiply(one(rows), one(b), { y: one(y), transposed: "a" });
      else products.multiplyAdd(rows, b, { y, c: y, transposed: "a" });
    });
    return w;
  };

function convolve(
  { module, products }: Engine,
  { x, filter, bias }: { x: tf.Tensor; filter: tf.Tensor; bias?: tf.Tensor | undefined },
  layout: Layout,
): tf.TensorInfo {
  const y = emptyOnHeap([layout.batch, ...layout.output]);
  const outputs = layout.output[2];
  const b = { address: addressOf(filter), shape: [filter.size / outputs, outputs] };
  const c = bias && { address: addressOf(bias), shape: [1, outputs] };
  eachStretch(module, { x, layout }, (rows, first) => {
    const part = { address: addressOf(y) + 4 * first * outputs, shape: [rows.shape[0]!, outputs] };
    if (c) products.multiplyAdd(rows, b, { y: part, c });
    else products.multiply(one(rows), one(b), { y: one(part) });
  });
  return y;
}

/** A matrix as a batch of one. */
function one({ address, shape }: Matrix): Matrix {
  return { address, shape: [1, ...shape] };
}

/**
 * Lays the input out as one row for each output pixel, a stretch of pixels at a time; a filter of one entry meets the
 * pixels as they lie.
 */
function eachStretch(
  module: Module,
  { x, layout }: { x: tf.Tensor; layout: Layout },
  use: (rows: Matrix, first: number) => void,
): void {
  const { batch, input, output, filter, stride = [1, 1], pad = [0, 0] } = layout;
  const pixels = batch * output[0] * output[1];
  const inner = filter[0] * filter[1] * input[2];
  const isPlain = filter[0] * filter[1] * stride[0] * stride[1] === 1 && pad[0] === 0 && pad[1] === 0;
  if (isPlain && input[0] === output[0] && input[1] === output[1]) {
    use({ address: addressOf(x), shape: [pixels, inner] }, 0);
    return;
  }
  const stretch = Math.min(pixels, Math.max(64, Math.floor(most / (4 * inner))));
  const scratch = asTensor(emptyOnHeap([stretch, inner]));
  const address = addressOf(scratch);
  const words = wordsOf({ x: addressOf(x), w: 0, y: address }, layout);
  for (let first = 0; first < pixels; first += stretch) {
    const count = Math.min(stretch, pixels - first);
    module.call("columns", { words: [...words, first, count], work: count * inner });
    use({ address, shape: [count, inner] }, first);
  }
  scratch.dispose();
}

const batchMatMul: ByKernel<ProductAttributes> =
  ({ products }) =>
  ({ a, b }, attributes, before) => {
    const { transposeA, transposeB } = attributes;
    const columns = b.shape[b.rank - (transposeB ? 2 : 1)];
    const isFloat = a.dtype === "float32" && b.dtype === "float32";
    if (!isFloat || (transposeA && transposeB) || a.size * columns < littleWork)
      return before({ a, b }, attributes);
    return within(() => multiply((...call) => productBy(products, ...call), { a, b }, attributes));
  };

function productBy(
  products: Products,
  ...[{ a, b }, { rows, inner, columns, batchA, batchB }, { transposeA, transposeB }]: ProductCall
): tf.TensorInfo {
  const count = Math.max(batchA, batchB);
  const y = emptyOnHeap([count, rows, columns]);
  const matrix = (x: tf.TensorInfo, ...shape: number[]): Matrix => ({ address: addressOf(x), shape });
  products.multiply(
    matrix(a, batchA, ...(transposeA ? [inner, rows] : [rows, inner])),
    matrix(b, batchB, ...(transposeB ? [columns, inner] : [inner, columns])),
    { y: matrix(y, count, rows, columns), transposed: transposeA ? "a" : transposeB ? "b" : undefined },
  );
  return y;
}

/** Registers them over our module's kernels. */
export function registerOnnxruntimeKernels(engine: Engine): void {
  const put = <Attributes>(name: string, kernel: ByKernel<Attributes>) =>
    replaceKernel("wasm", name, kernel(engine));
  put("Conv2D", conv2d);
  put("FusedConv2D", fusedConv2d);
  put("Conv2DBackpropFilter", conv2dFilterGrad);
  put("Conv2DBackpropInput", conv2dInputGrad);
  put("BatchMatMul", batchMatMul);
}
