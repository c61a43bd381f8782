/** Kernels for WebGPU: what TensorFlow.js gets wrong there, and what we do faster. */
import { tf } from "../tf.ts";
import { type ProductAttributes, within } from "./composed.ts";
import { type Kernel, replaceKernel, restoreKernels } from "./kernel.ts";
import { windowCounts } from "./pool-gradients.ts";
import { type FilterAttributes, filterGradientByProduct } from "./product-gradients.ts";
import { webgpuAdamStep } from "./webgpu-adam.ts";

/** A product whose batches are stretched first where both sides stretch each other. */
const batchMatMul: Kernel<ProductAttributes> = ({ a, b }, attributes, before) =>
  within(() => {
    const leads = [a, b].map((x) => x.shape.slice(0, -2));
    const sizes = leads.map((lead) => tf.util.sizeFromShape(lead));
    if (Math.min(...sizes) === 1 || tf.util.arraysEqual(leads[0], leads[1]))
      return before({ a, b }, attributes);
    const batch = tf.backend_util.assertAndGetBroadcastShape(leads[0], leads[1]);
    const stretched = (x: tf.Tensor) => tf.broadcastTo(x, [...batch, ...x.shape.slice(-2)]);
    return before({ a: stretched(a), b: stretched(b) }, attributes);
  });

/** The engine divides by the window's size also where the window reaches over the edge. */
const avgPoolGrad: Kernel<Parameters<typeof windowCounts>[1]> = ({ dy, input }, attributes, before) =>
  within(() => {
    const { counts, shape, size } = windowCounts(input.shape, attributes);
    if (counts.every((count) => count === size)) return before({ dy, input }, attributes);
    const shares = tf.tensor(
      counts.map((count) => size / count),
      shape,
    );
    return before({ dy: tf.mul(dy, shares), input }, attributes);
  });

/**
 * sin(x + shift · π/2): a card need be right only to 1/2048, and only within ±π.
 *
 * x = n·π/2 + r, with π/2 in three parts whose products with n are exact, and Taylor polynomials of r.
 */
const sine =
  (shift: number): Kernel =>
  ({ x }) =>
    tf.tidy(() => {
      const n = tf.floor(tf.add(tf.mul(x, 2 / Math.PI), 0.5));
      const r = [1.5703125, 4.837512969970703e-4, 7.549789954891882e-8].reduce(
        (rest, part) => tf.sub(rest, tf.mul(n, part)),
        x as tf.Tensor,
      );
      const square = tf.square(r);
      const series = (factorials: number[]) =>
        factorials.reduceRight(
          (sum, factorial) => tf.add(tf.mul(sum, square), 1 / factorial),
          tf.zerosLike(r),
        );
      const sin = tf.mul(r, series([1, -6, 120, -5040, 362880]));
      const cos = series([1, -2, 24, -720, 40320]);
      const quarter = tf.add(n, shift);
      const isOdd = tf.sub(quarter, tf.mul(2, tf.floor(tf.div(quarter, 2))));
      const half = tf.floor(tf.div(quarter, 2));
      const isNegative = tf.sub(half, tf.mul(2, tf.floor(tf.div(half, 2))));
      const value = tf.add(tf.mul(isOdd, cos), tf.mul(tf.sub(1, isOdd), sin));
      return tf.mul(value, tf.sub(1, tf.mul(2, isNegative)));
    });

/** Replaces the kernels of the engine in use. */
export function registerWebgpuKernels(): void {
  restoreKernels("webgpu");
  const put = <Attributes>(name: string, kernel: Kernel<Attributes>) => replaceKernel("webgpu", name, kernel);
  put("BatchMatMul", batchMatMul);
  put("AvgPoolGrad", avgPoolGrad);
  put("Sin", sine(0));
  put("Cos", sine(1));
  put("AdamStep", webgpuAdamStep);
  put<FilterAttributes>("Conv2DBackpropFilter", (inputs, attributes, before) =>
    attributes.dataFormat === "NCHW"
      ? before(inputs, attributes)
      : filterGradientByProduct(inputs, attributes),
  );
}
