/** Kernels for TensorFlow's C library: the paddings that its package refuses, and a bias in one call. */
import { tf } from "../tf.ts";
import { type Activation, activate } from "./composed.ts";
import { type Kernel, replaceKernel, restoreKernels } from "./kernel.ts";
import { type Attributes, callOperation } from "./tensorflow-operation.ts";

interface Convolution {
  strides: number | [number, number];
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  dataFormat?: "NHWC" | "NCHW";
  dilations?: number | [number, number];
  dimRoundingMode?: "floor" | "round" | "ceil";
}

const conv2d: Kernel<Convolution> = ({ x, filter }, attributes) =>
  callOperation("Conv2D", [x, filter], convolutionAttributes(x.shape, filter.shape, attributes))[0];

const fusedConv2d: Kernel<Convolution & Activation> = (
  { x, filter, bias, preluActivationWeights },
  attributes,
) =>
  tf.tidy(() => {
    const [product] = callOperation(
      "Conv2D",
      [x, filter],
      convolutionAttributes(x.shape, filter.shape, attributes),
    );
    const sum = bias ? addBias(product, bias) : product;
    return activate(sum, attributes, preluActivationWeights);
  });

function addBias(x: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return bias.rank === 1 && bias.size === x.shape[x.rank - 1]
    ? callOperation("BiasAdd", [x, bias], { data_format: "NHWC" })[0]
    : tf.add(x, bias);
}

const conv2dFilterGrad: Kernel<Convolution & { filterShape: number[] }> = ({ x, dy }, attributes) =>
  tf.tidy(() => {
    const { filterShape } = attributes;
    const size = tf.tensor1d(filterShape, "int32");
    return callOperation(
      "Conv2DBackpropFilter",
      [x, size, dy],
      convolutionAttributes(x.shape, filterShape, attributes),
    )[0];
  });

const conv2dInputGrad: Kernel<Convolution & { inputShape: number[] }> = ({ dy, filter }, attributes) =>
  tf.tidy(() => {
    const { inputShape } = attributes;
    const size = tf.tensor1d(inputShape, "int32");
    return callOperation(
      "Conv2DBackpropInput",
      [size, filter, dy],
      convolutionAttributes(inputShape, filter.shape, attributes),
    )[0];
  });

function convolutionAttributes(
  xShape: number[],
  filterShape: number[],
  { strides, pad, dilations = 1, dimRoundingMode, dataFormat = "NHWC" }: Convolution,
): Attributes {
  type Shape = [number, number, number, number];
  const isNhwc = dataFormat === "NHWC";
  const info = tf.backend_util.computeConv2DInfo(
    xShape as Shape,
    filterShape as Shape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    false,
    isNhwc ? "channelsLast" : "channelsFirst",
  );
  const { top, left } = info.padInfo;
  const rows: Axis = {
    size: info.inHeight,
    result: info.outHeight,
    stride: info.strideHeight,
    reach: info.effectiveFilterHeight,
    before: top,
  };
  const columns: Axis = {
    size: info.inWidth,
    result: info.outWidth,
    stride: info.strideWidth,
    reach: info.effectiveFilterWidth,
    before: left,
  };
  const order = (height: number, width: number) => (isNhwc ? [1, height, width, 1] : [1, 1, height, width]);
  return {
    data_format: dataFormat,
    strides: order(info.strideHeight, info.strideWidth),
    dilations: order(info.dilationHeight, info.dilationWidth),
    ...paddingAttributes(rows, columns, isNhwc),
  };
}

function paddingAttributes(rows: Axis, columns: Axis, isNhwc: boolean): Attributes {
  // TensorFlow has its fastest kernels only for the paddings that have a name.
  if ([rows, columns].every(isSamePadding)) return { padding: "SAME" };
  const sides = [rows.before, after(rows), columns.before, after(columns)];
  if (sides.every((side) => side === 0)) return { padding: "VALID" };
  return {
    padding: "EXPLICIT",
    explicit_paddings: isNhwc ? [0, 0, ...sides, 0, 0] : [0, 0, 0, 0, ...sides],
  };
}

/** A picture's height or width under a filter that reaches so far. */
interface Axis {
  size: number;
  result: number;
  stride: number;
  reach: number;
  /** Zeros before the picture. */
  before: number;
}

/** What the last window reaches beyond the picture; the package's own padding may be wider than any window. */
function after({ size, result, stride, reach, before }: Axis): number {
  return Math.max(0, (result - 1) * stride + reach - size - before);
}

/** Whether this is the padding that TensorFlow calls "SAME": as much before as after, or one more after. */
function isSamePadding({ size, result, stride, reach, before }: Axis): boolean {
  const total = Math.max(0, (result - 1) * stride + reach - size);
  return result === Math.ceil(size / stride) && before === total >> 1;
}

/** Puts them in the place of the package's own. */
export function registerTensorflowKernels(): void {
  restoreKernels("tensorflow");
  const put = <Attributes>(name: string, kernel: Kernel<Attributes>) =>
    replaceKernel("tensorflow", name, kernel);
  put("Conv2D", conv2d);
  put("FusedConv2D", fusedConv2d);
  put("Conv2DBackpropFilter", conv2dFilterGrad);
  put("Conv2DBackpropInput", conv2dInputGrad);
}
