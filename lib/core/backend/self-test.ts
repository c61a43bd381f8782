import { tf } from "../tf.ts";
import type { Module } from "./module.ts";
import { convolution, filterGradient, inputGradient, product } from "./module-convolutions.ts";
import type { Products } from "./onnxruntime.ts";
import { addressOf, emptyOnHeap, heapView } from "./wasm-heap.ts";

/** Rounding of sums in another order. */
const tolerance = 1e-4;

/**
 * Compares our module with the engine's own kernels, which must be in place: whoever replaces a part of either, or runs
 * on a machine that we have not seen, gets slow results rather than wrong ones.
 *
 * @throws {Error} If a result differs.
 */
export function testModule(module: Module): void {
  tf.tidy(() => {
    testConvolution(module, { height: 4, inputs: 5, outputs: 9 });
    testConvolution(module, { height: 7, inputs: 16, outputs: 20 });
    const [a, b] = [ramp([7, 5]), ramp([9, 5])];
    const size = { rows: 7, inner: 5, columns: 9, batchA: 1, batchB: 1 };
    const turned = { transposeA: false, transposeB: true };
    compare("product", product(module, { a, b }, size, turned), tf.matMul(a, b, false, true));
  });
}

function testConvolution(
  module: Module,
  { height, inputs, outputs }: { height: number; inputs: number; outputs: number },
): void {
  const x = ramp([2, height, 5, inputs]);
  const filter = ramp([3, 3, inputs, outputs]);
  const dy = ramp([2, height, 5, outputs]);
  const attributes = { strides: 1, pad: "same" as const, dataFormat: "NHWC" };
  const size = { ...attributes, filterShape: filter.shape, inputShape: x.shape };
  compare("convolution", convolution(module, { x, filter }, attributes), tf.conv2d(x, filter, 1, "same"));
  const stock = (name: string, inputs: Record<string, tf.Tensor>) =>
    tf.engine().runKernel(name, inputs, size) as tf.Tensor;
  const expected = stock("Conv2DBackpropFilter", { x, dy });
  compare("filter gradient", filterGradient(module, { x, dy }, size), expected);
  const slope = stock("Conv2DBackpropInput", { dy, filter });
  compare("input gradient", inputGradient(module, { dy, filter }, size), slope);
}

/**
 * Compares ONNX Runtime's products with those of the kernels in place.
 *
 * @throws {Error} If it cannot use the engine's memory, or a result differs.
 */
export function testProducts({ multiply, multiplyAdd }: Products): void {
  tf.tidy(() => {
    const [a, b, c] = [ramp([7, 5]), ramp([5, 9]), ramp([1, 9])] as tf.Tensor[];
    const y = tf.engine().makeTensorFromTensorInfo(emptyOnHeap([7, 9]));
    const matrix = (x: tf.Tensor, shape = x.shape) => ({ address: addressOf(x), shape });
    try {
      multiplyAdd(matrix(a), matrix(b), { y: matrix(y), c: matrix(c) });
    } catch (error) {
      // Addons see shared memory from Node 22 on.
      throw new Error(`onnxruntime-node cannot use shared memory on Node ${process.versions.node}`, {
        cause: error,
      });
    }
    compare("sum of a product", y, tf.add(tf.matMul(a, b), c));
    const turned = tf.transpose(b);
    multiply(matrix(a, [1, 7, 5]), matrix(turned, [1, 9, 5]), { y: matrix(y, [1, 7, 9]), transposed: "b" });
    compare("product", y, tf.matMul(a, b));
  });
}

/** Numbers in [−1, 1] without a pattern of small period. */
function ramp<Shape extends number[]>(shape: Shape): tf.Tensor4D {
  return tf.sin(tf.mul(tf.range(0, tf.util.sizeFromShape(shape)), 1.7)).reshape(shape);
}

function compare(what: string, actual: tf.TensorInfo, expected: tf.Tensor): void {
  const result = tf.engine().makeTensorFromTensorInfo(actual);
  const [ours, theirs] = [heapView(result), heapView(expected)];
  if (ours.length !== theirs.length || ours.some((value, i) => !(Math.abs(value - theirs[i]) <= tolerance)))
    throw new Error(`its ${what} differs from the engine's own`);
}
