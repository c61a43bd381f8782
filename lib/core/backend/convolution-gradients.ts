/** Gradients of convolutions as plain loops; a picture is a volume of depth 1. */
import { tf } from "../tf.ts";
import type { Loop } from "./loop.ts";

interface Geometry {
  batch: number;
  /** Depth, height and width of the input, the output and the filter. */
  input: number[];
  output: number[];
  filter: number[];
  strides: number[];
  dilations: number[];
  /** Before the first slice, row and column. */
  pads: number[];
}

/** Calls `visit` with the pixels (not values) that an entry of the filter joins. */
function eachPair(g: Geometry, visit: (input: number, output: number, tap: number) => void): void {
  const [depth, height, width] = g.input;
  const [outDepth, outHeight, outWidth] = g.output;
  const [filterDepth, filterHeight, filterWidth] = g.filter;
  const inside = (axis: number, to: number, tap: number) => {
    const from = to * g.strides[axis] + tap * g.dilations[axis] - g.pads[axis];
    return from >= 0 && from < g.input[axis] ? from : -1;
  };
  for (let b = 0; b < g.batch; b++)
    for (let z = 0; z < outDepth; z++)
      for (let y = 0; y < outHeight; y++)
        for (let x = 0; x < outWidth; x++)
          for (let k = 0; k < filterDepth; k++) {
            const slice = inside(0, z, k);
            for (let i = 0; slice >= 0 && i < filterHeight; i++) {
              const row = inside(1, y, i);
              for (let j = 0; row >= 0 && j < filterWidth; j++) {
                const column = inside(2, x, j);
                if (column < 0) continue;
                visit(
                  ((b * depth + slice) * height + row) * width + column,
                  ((b * outDepth + z) * outHeight + y) * outWidth + x,
                  (k * filterHeight + i) * filterWidth + j,
                );
              }
            }
          }
}

interface Attributes2d {
  strides: number | [number, number];
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  dimRoundingMode?: "floor" | "round" | "ceil";
  dilations?: number | [number, number];
}

export function geometry2d(
  inShape: number[],
  filterShape: number[],
  { strides, pad, dimRoundingMode, dilations = 1 }: Attributes2d,
  depthwise = false,
): Geometry {
  type Shape = [number, number, number, number];
  const info = tf.backend_util.computeConv2DInfo(
    inShape as Shape,
    filterShape as Shape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    depthwise,
  );
  return {
    batch: info.batchSize,
    input: [1, info.inHeight, info.inWidth],
    output: [1, info.outHeight, info.outWidth],
    filter: [1, info.filterHeight, info.filterWidth],
    strides: [1, info.strideHeight, info.strideWidth],
    dilations: [1, info.dilationHeight, info.dilationWidth],
    pads: [0, info.padInfo.top, info.padInfo.left],
  };
}

interface Attributes3d {
  strides: number | [number, number, number];
  pad: "same" | "valid";
}

function geometry3d(inShape: number[], filterShape: number[], { strides, pad }: Attributes3d): Geometry {
  type Shape = [number, number, number, number, number];
  const info = tf.backend_util.computeConv3DInfo(inShape as Shape, filterShape as Shape, strides, 1, pad);
  return {
    batch: info.batchSize,
    input: [info.inDepth, info.inHeight, info.inWidth],
    output: [info.outDepth, info.outHeight, info.outWidth],
    filter: [info.filterDepth, info.filterHeight, info.filterWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    pads: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
  };
}

/** dW[tap, in, out] = Σ over the pixels that the tap joins of x[in] · dy[out]. */
function filterGradient(g: Geometry, [x, dy]: Float32Array[], result: Float32Array, out: number): void {
  const inputs = result.length / (g.filter[0] * g.filter[1] * g.filter[2]) / out;
  eachPair(g, (from, to, tap) => {
    for (let c = 0; c < inputs; c++) {
      const value = x[from * inputs + c];
      const base = (tap * inputs + c) * out;
      for (let o = 0; o < out; o++) result[base + o] += value * dy[to * out + o];
    }
  });
}

/** dX[in] = Σ over the pixels that a tap joins of dy[out] · W[tap, in, out]. */
function inputGradient(g: Geometry, [dy, w]: Float32Array[], result: Float32Array, out: number): void {
  const inputs = w.length / (g.filter[0] * g.filter[1] * g.filter[2]) / out;
  eachPair(g, (from, to, tap) => {
    for (let c = 0; c < inputs; c++) {
      const base = (tap * inputs + c) * out;
      let sum = 0;
      for (let o = 0; o < out; o++) sum += dy[to * out + o] * w[base + o];
      result[from * inputs + c] += sum;
    }
  });
}

const floats = (...operands: { values: Float32Array | Int32Array }[]) =>
  operands.map(({ values }) => values as Float32Array);

export const conv2dFilterGrad: Loop<Attributes2d & { filterShape: number[] }> = {
  shape: (_, { filterShape }) => filterShape,
  fill(result, { x, dy }, attributes) {
    const g = geometry2d(x.shape, attributes.filterShape, attributes);
    filterGradient(g, floats(x, dy), result, attributes.filterShape[3]);
  },
};

export const conv2dInputGrad: Loop<Attributes2d & { inputShape: number[] }> = {
  shape: (_, { inputShape }) => inputShape,
  fill(result, { dy, filter }, attributes) {
    const g = geometry2d(attributes.inputShape, filter.shape, attributes);
    inputGradient(g, floats(dy, filter), result, filter.shape[3]);
  },
};

export const conv3dFilterGrad: Loop<Attributes3d & { filterShape: number[] }> = {
  shape: (_, { filterShape }) => filterShape,
  fill(result, { x, dy }, attributes) {
    const g = geometry3d(x.shape, attributes.filterShape, attributes);
    filterGradient(g, floats(x, dy), result, attributes.filterShape[4]);
  },
};

export const conv3dInputGrad: Loop<Attributes3d & { inputShape: number[] }> = {
  shape: (_, { inputShape }) => inputShape,
  fill(result, { dy, filter }, attributes) {
    const g = geometry3d(attributes.inputShape, filter.shape, attributes);
    inputGradient(g, floats(dy, filter), result, filter.shape[4]);
  },
};

/** Each channel has its own `copies` filters: dW[tap, c, m] = Σ x[c] · dy[c, m]. */
export const depthwiseFilterGrad: Loop<Attributes2d & { filterShape: number[] }> = {
  shape: (_, { filterShape }) => filterShape,
  fill(result, { x, dy }, attributes) {
    const [, , channels, copies] = attributes.filterShape;
    const g = geometry2d(x.shape, attributes.filterShape, attributes, true);
    eachPair(g, (from, to, tap) => {
      for (let c = 0; c < channels; c++)
        for (let m = 0; m < copies; m++)
          result[(tap * channels + c) * copies + m] +=
            x.values[from * channels + c] * dy.values[(to * channels + c) * copies + m];
    });
  },
};

/** dX[c] = Σ dy[c, m] · W[tap, c, m]. */
export const depthwiseInputGrad: Loop<Attributes2d & { inputShape: number[] }> = {
  shape: (_, { inputShape }) => inputShape,
  fill(result, { dy, filter }, attributes) {
    const [, , channels, copies] = filter.shape;
    const g = geometry2d(attributes.inputShape, filter.shape, attributes, true);
    eachPair(g, (from, to, tap) => {
      for (let c = 0; c < channels; c++)
        for (let m = 0; m < copies; m++)
          result[from * channels + c] +=
            dy.values[(to * channels + c) * copies + m] * filter.values[(tap * channels + c) * copies + m];
    });
  },
};
