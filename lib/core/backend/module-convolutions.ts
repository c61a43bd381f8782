/** Convolutions and matrix products by our module; a product is a convolution with one entry on a picture one pixel high. */
import { tf } from "../tf.ts";
import type { Module } from "./module.ts";
import { addressOf, emptyOnHeap } from "./wasm-heap.ts";

/** The struct `Convolution` of lib/core/wasm/geometry.ts without its addresses. */
export interface Layout {
  batch: number;
  input: [height: number, width: number, channels: number];
  output: [height: number, width: number, channels: number];
  filter: [height: number, width: number];
  stride?: [number, number];
  /** Zeros above and to the left. */
  pad?: [number, number];
  dilation?: [number, number];
  /** The stride of the convolution whose gradient this is. */
  spread?: [number, number];
  /** Reads the filter from its far end, with inputs and outputs swapped. */
  flipped?: boolean;
}

/** Where the picture, the filter and the result lie, and the bias if there is one. */
interface Places {
  x: number;
  w: number;
  y: number;
  bias?: number;
}

/** How many products there are, and how far apart their matrices lie in bytes. */
interface Spacing {
  count: number;
  x: number;
  w: number;
  y: number;
}

const one: [number, number] = [1, 1];
const single: Spacing = { count: 1, x: 0, w: 0, y: 0 };

export function callConvolution(
  module: Module,
  kind: "convolution" | "filterGradient",
  { places, layout, spacing = single }: { places: Places; layout: Layout; spacing?: Spacing },
): void {
  const { batch, input, output, filter, stride = one, pad = [0, 0] } = layout;
  const { dilation = one, spread = one, flipped = false } = layout;
  const taps = filter[0] * filter[1];
  const wide = (output[2] + 7) & ~7;
  // As the sources of the module divide it: a row of zeros, an edge, a bias, pointers, panels and tiles.
  const common = 512 + 4 * (input[2] + 4);
  const scratch =
    kind === "convolution"
      ? common + 4 * (wide + 8) + 4 * 48 * taps + 4 * taps * input[2] * wide
      : common + 4 * 128 * (1 + wide) + 4 * taps * ((input[2] + 3) & ~3) * wide;
  module.call(kind, {
    words: [
      places.x,
      places.w,
      places.y,
      places.bias ?? 0,
      batch,
      ...input,
      ...output,
      ...filter,
      ...stride,
      ...pad,
      ...dilation,
      ...spread,
      Number(flipped),
      spacing.count,
      spacing.x,
      spacing.w,
      spacing.y,
    ],
    scratch,
    work: spacing.count * batch * output[0] * output[1] * output[2] * taps * input[2],
  });
}

export interface ConvolutionAttributes {
  strides: number | [number, number];
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  dilations?: number | [number, number];
  dimRoundingMode?: "floor" | "round" | "ceil";
}

function layoutOf(xShape: number[], filterShape: number[], attributes: ConvolutionAttributes): Layout {
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

/** A matrix product, or `count` of them that lie one after another. */
export function product(
  module: Module,
  { a, b }: { a: tf.TensorInfo; b: tf.TensorInfo },
  size: { rows: number; inner: number; columns: number; batchA: number; batchB: number },
  {
    transposeA,
    transposeB,
    bias,
  }: { transposeA: boolean; transposeB: boolean; bias?: tf.TensorInfo | undefined },
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
    places: { x: addressOf(a), w: addressOf(b), y: addressOf(y), bias: bias ? addressOf(bias) : 0 },
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
