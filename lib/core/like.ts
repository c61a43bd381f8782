import { tf } from "./tf.ts";
import { isTensor, type Values } from "./values.ts";

/**
 * Makes values of the kind, shape and precision of `x` that hold `data`.
 *
 * @returns Values like `x`; the caller owns a tensor.
 */
export function like<X extends Values>(x: X, data: Float64Array): X {
  if (isTensor(x)) return tf.tensor(Float32Array.from(data), x.shape) as Values as X;
  return { ...x, data: x.data instanceof Float64Array ? data : Float32Array.from(data) };
}

/** How many numbers `shape` holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
