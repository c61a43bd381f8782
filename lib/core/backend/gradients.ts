/** Gradients that TensorFlow.js lacks or gets wrong on every engine. */
import { tf } from "../tf.ts";
import { readEquation } from "./einsum.ts";
import { mirrorGradient, type StridedSlice, spread, stridedSliceGradient } from "./part-gradients.ts";

type Gradients = Record<string, () => tf.Tensor>;

const comparisons = ["Equal", "NotEqual", "Greater", "GreaterEqual", "Less", "LessEqual"];

/** Replaces the gradients; calling it again changes nothing. */
export function correctGradients(): void {
  correctElementwise();
  correctParts();
  correctProducts();
}

function correctElementwise(): void {
  // A comparison is flat wherever it has a slope, so that `where(greater(x, 0), …)` has the gradient of its branches.
  for (const kernelName of comparisons)
    replaceGradient({
      kernelName,
      inputsToSave: ["a", "b"],
      gradFunc: (_, [a, b]) => ({ a: () => tf.zerosLike(a), b: () => tf.zerosLike(b) }),
    });
  // Where an input was stretched, its gradient is the sum over the copies.
  replacePair("Maximum", (dy, a, b) => [
    tf.where(tf.greaterEqual(a, b), dy, 0),
    tf.where(tf.less(a, b), dy, 0),
  ]);
  replacePair("Minimum", (dy, a, b) => [
    tf.where(tf.lessEqual(a, b), dy, 0),
    tf.where(tf.greater(a, b), dy, 0),
  ]);
  replacePair("SquaredDifference", (dy, a, b) => {
    const slope = tf.mul(dy, tf.mul(2, tf.sub(a, b)));
    return [slope, tf.neg(slope)];
  });
}

function correctParts(): void {
  replaceGradient({
    kernelName: "MirrorPad",
    inputsToSave: ["x"],
    gradFunc: (dy, [x], { paddings, mode }) => ({
      x: () => mirrorGradient(dy as tf.Tensor, x, paddings as [number, number][], mode as string),
    }),
  });
  replaceGradient({
    kernelName: "StridedSlice",
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => ({
      x: () => stridedSliceGradient(dy as tf.Tensor, x, attrs as unknown as StridedSlice),
    }),
  });
}

function correctProducts(): void {
  replaceGradient({
    kernelName: "BatchMatMul",
    inputsToSave: ["a", "b"],
    gradFunc: (dy, [a, b], attrs) => productGradient(dy as tf.Tensor, a, b, attrs as unknown as Transposes),
  });
  replaceGradient({
    kernelName: "Einsum",
    saveAllInputs: true,
    gradFunc: (dy, inputs, { equation }) => einsumGradient(dy as tf.Tensor, inputs, equation as string),
  });
  replaceGradient({
    kernelName: "Conv2D",
    inputsToSave: ["x", "filter"],
    gradFunc: (dy, [x, filter], attrs) =>
      convolutionGradient(dy as tf.Tensor, x, filter, attrs as unknown as Convolution),
  });
}

function replaceGradient(config: Parameters<typeof tf.registerGradient>[0]): void {
  tf.registerGradient(config);
}

/** The gradient of an operation on two tensors that stretch each other. */
function replacePair(
  kernelName: string,
  slopes: (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => [tf.Tensor, tf.Tensor],
): void {
  replaceGradient({
    kernelName,
    inputsToSave: ["a", "b"],
    gradFunc: (dy, [a, b]) => ({
      a: () => sumTo(slopes(dy as tf.Tensor, a, b)[0], a.shape),
      b: () => sumTo(slopes(dy as tf.Tensor, a, b)[1], b.shape),
    }),
  });
}

interface Transposes {
  transposeA: boolean;
  transposeB: boolean;
}

function productGradient(
  dy: tf.Tensor,
  a: tf.Tensor,
  b: tf.Tensor,
  { transposeA, transposeB }: Transposes,
): Gradients {
  return {
    a: () =>
      sumTo(transposeA ? tf.matMul(b, dy, transposeB, true) : tf.matMul(dy, b, false, !transposeB), a.shape),
    b: () => {
      const left = transposeB ? dy : a;
      const right = transposeB ? a : dy;
      // One matrix for a whole batch: its gradient is one product over all rows.
      if (!transposeA && b.size === b.shape.slice(-2).reduce((x, y) => x * y))
        return tf.matMul(asRows(left), asRows(right), true, false).reshape(b.shape);
      return sumTo(
        transposeB ? tf.matMul(dy, a, true, transposeA) : tf.matMul(a, dy, !transposeA, false),
        b.shape,
      );
    },
  };
}

function asRows(x: tf.Tensor): tf.Tensor {
  return tf.reshape(x, [-1, x.shape[x.rank - 1]]);
}

/** Sums over the axes along which `shape` was stretched. */
function sumTo(x: tf.Tensor, shape: number[]): tf.Tensor {
  const missing = x.rank - shape.length;
  const axes = x.shape.flatMap((size, axis) =>
    axis < missing || (shape[axis - missing] === 1 && size > 1) ? [axis] : [],
  );
  return axes.length > 0 ? tf.reshape(tf.sum(x, axes), shape) : x;
}

/** dA = Σ dy · B, stretched over the axes that the equation summed out of A alone. */
function einsumGradient(dy: tf.Tensor, inputs: tf.Tensor[], equation: string): Gradients {
  const { terms, output } = readEquation(equation);
  const gradient = (index: number) => () => {
    const letters = [...terms[index]];
    const others = terms.filter((_, other) => other !== index);
    const known = letters.filter(
      (letter) => output.includes(letter) || others.some((t) => t.includes(letter)),
    );
    const partial = tf.einsum(
      `${[output, ...others].join(",")}->${known.join("")}`,
      dy,
      ...inputs.filter((_, other) => other !== index),
    );
    const { shape } = inputs[index];
    const sizes = shape.map((size, axis) => (known.includes(letters[axis]) ? size : 1));
    return tf.broadcastTo(tf.reshape(partial, sizes), shape);
  };
  return Object.fromEntries(inputs.map((_, index) => [index, gradient(index)]));
}

interface Convolution {
  strides: number | [number, number];
  pad: "same" | "valid" | number;
  dataFormat: "NHWC" | "NCHW";
  dilations: number | [number, number];
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/** A dilated convolution is one with zeros between the filter's entries, and so is its gradient. */
function convolutionGradient(dy: tf.Tensor, x: tf.Tensor, filter: tf.Tensor, attrs: Convolution): Gradients {
  const { strides, pad, dataFormat, dimRoundingMode, dilations } = attrs;
  const [dilateY, dilateX] = typeof dilations === "number" ? [dilations, dilations] : dilations;
  const isDilated = dilateY > 1 || dilateX > 1;
  const wide = () => (isDilated ? spread(filter, dilateY, dilateX) : filter);
  const [height, width, ...channels] = filter.shape;
  const filterShape = [(height - 1) * dilateY + 1, (width - 1) * dilateX + 1, ...channels];
  const common = { strides, pad, dataFormat, dimRoundingMode } as unknown as Record<string, never>;
  return {
    x: () =>
      tf
        .engine()
        .runKernel("Conv2DBackpropInput", { dy, filter: wide() }, { ...common, inputShape: x.shape }),
    filter: () => {
      const gradient: tf.Tensor = tf
        .engine()
        .runKernel("Conv2DBackpropFilter", { x, dy }, { ...common, filterShape });
      const strideOf = [dilateY, dilateX, 1, 1];
      return isDilated ? tf.stridedSlice(gradient, [0, 0, 0, 0], filterShape, strideOf) : gradient;
    },
  };
}
