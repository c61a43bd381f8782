import { tf } from "../tf.ts";
import type { Module } from "./module.ts";
import { convolution, filterGradient, product } from "./module-convolutions.ts";
import { heapView } from "./wasm-heap.ts";

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
    const x = ramp([2, 5, 4, 5]);
    const filter = ramp([3, 3, 5, 9]);
    const dy = ramp([2, 5, 4, 9]);
    const attributes = { strides: 1, pad: "same" as const };
    compare("convolution", convolution(module, { x, filter }, attributes), tf.conv2d(x, filter, 1, "same"));
    const filterShape = filter.shape;
    const expected = tf.engine().runKernel("Conv2DBackpropFilter", { x, dy }, { ...attributes, filterShape });
    compare(
      "filter gradient",
      filterGradient(module, { x, dy }, { ...attributes, filterShape }),
      expected as tf.Tensor,
    );
    const [a, b] = [ramp([7, 5]), ramp([9, 5])];
    const size = { rows: 7, inner: 5, columns: 9, batchA: 1, batchB: 1 };
    const turned = { transposeA: false, transposeB: true };
    compare("product", product(module, { a, b }, size, turned), tf.matMul(a, b, false, true));
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
