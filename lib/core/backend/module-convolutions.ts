/** Convolutions and matrix products by our module; a product is a convolution with one entry on a picture one pixel high. */
import { tf } from "../tf.ts";
import { callConvolution, type Layout, one } from "./call-convolution.ts";
import type { Module } from "./module.ts";
import { addressOf, emptyOnHeap } from "./wasm-heap.ts";

export interface ConvolutionAttributes {
  strides: number | [number, number];
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  dilations?: number | [number, number];
  dimRoundingMode?: "floor" | "round" | "ceil";
}

export function layoutOf(xShape: number[], filterShape: number[], attributes: ConvolutionAttributes): Layout {
  type Shape = [number, number, number, number];
  const { strides, pad, dilations = 1, dimRoundingMode } = attributes;
  const info = tf.backend_util.computeConv2DInfo(
    xShape as Shape,
    filterShape as Shape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
  return {
    batch: info.batchSize,
    input: [info.inHeight, info.inWidth, info.inChannels],
    output: [info.outHeight, info.outWidth, info.outChannels],
    filter: [info.filterHeight, info.filterWidth],
    stride: [info.strideHeight, info.strideWidth],
    pad: [info.padInfo.top, info.padInfo.left],
    dilation: [info.dilationHeight, info.dilationWidth],
  };
}

/** y = conv(x, filter) + bias. */
export function convolution(
  module: Module,
  { x, filter, bias }: { x: tf.Tensor; filter: tf.Tensor; bias?: tf.Tensor | undefined },
  attributes: ConvolutionAttributes,
): tf.TensorInfo {
  const layout = layoutOf(x.shape, filter.shape, attributes);
  const y = emptyOnHeap([layout.batch, ...layout.output]);
  const places = { x: addressOf(x), w: addressOf(filter), y: addressOf(y), bias: bias ? addressOf(bias) : 0 };
  callConvolution(module, "convolution", { places, layout });
  return y;
}

/** The gradient of the filter, of the shape `filterShape`. */
export function filterGradient(
  module: Module,
  { x, dy }: { x: tf.Tensor; dy: tf.Tensor },
  attributes: ConvolutionAttributes & { filterShape: number[] },
): tf.TensorInfo {
  const { filterShape } = attributes;
  const layout = layoutOf(x.shape, filterShape, attributes);
  const w = emptyOnHeap(filterShape);
  const places = { x: addressOf(x), w: addressOf(w), y: addressOf(dy) };
  callConvolution(module, "filterGradient", { places, layout });
  return w;
}

/** The gradient of the picture: the filter turned round over the output's gradient, with zeros where a stride left out. */
export function inputGradient(
  module: Module,
  { dy, filter }: { dy: tf.Tensor; filter: tf.Tensor },
  attributes: ConvolutionAttributes & { inputShape: number[] },
): tf.TensorInfo {
  const { inputShape } = attributes;
  const { stride, pad = [0, 0], dilation = one, ...forward } = layoutOf(inputShape, filter.shape, attributes);
  const [height, width] = forward.filter;
  const layout: Layout = {
    batch: forward.batch,
    input: forward.output,
    output: forward.input,
    filter: forward.filter,
    pad: [(height - 1) * dilation[0] - pad[0], (width - 1) * dilation[1] - pad[1]],
    dilation,
    spread: stride ?? one,
    flipped: true,
  };
  const x = emptyOnHeap(inputShape);
  const places = { x: addressOf(dy), w: addressOf(filter), y: addressOf(x) };
  callConvolution(module, "convolution", { places, layout });
  return x;
}

/** Two matrices, or several one after another; their sizes; and which is transposed. */
export type ProductCall = [
  operands: { a: tf.TensorInfo; b: tf.TensorInfo },
  size: { rows: number; inner: number; columns: number; batchA: number; batchB: number },
  transposes: { transposeA: boolean; transposeB: boolean },
];

/** A matrix product, or `count` of them that lie one after another. */
export function product(
  module: Module,
  ...[{ a, b }, size, { transposeA, transposeB }]: ProductCall
): tf.TensorInfo {
  const { rows, inner, columns, batchA, batchB } = size;
  const count = Math.max(batchA, batchB);
  const y = emptyOnHeap([count, rows, columns]);
  const apart = (batch: number, length: number) => (batch === 1 ? 0 : 4 * length);
  const steps = { a: apart(batchA, rows * inner), b: apart(batchB, inner * columns), y: 4 * rows * columns };
  if (transposeA) {
    // aᵀ·b sums over rows of both, as the gradient of a filter does over pixels.
    callConvolution(module, "filterGradient", {
      places: { x: addressOf(a), w: addressOf(y), y: addressOf(b) },
      layout: { batch: 1, input: [1, inner, rows], output: [1, inner, columns], filter: one },
      spacing: { count, x: steps.a, w: steps.y, y: steps.b },
    });
    return y;
  }
  callConvolution(module, "convolution", {
    places: { x: addressOf(a), w: addressOf(b), y: addressOf(y) },
    layout: {
      batch: 1,
      input: [1, rows, inner],
      output: [1, rows, columns],
      filter: one,
      flipped: transposeB,
    },
    spacing: { count, x: steps.a, w: steps.b, y: steps.y },
  });
  return y;
}
