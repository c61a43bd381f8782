/** Joining and cutting tensors by our module: rows of one width into or out of rows of another. */
import { tf } from "../tf.ts";
import type { Kernel } from "./kernel.ts";
import type { Module } from "./module.ts";
import { addressOf, emptyOnHeap } from "./wasm-heap.ts";

/** Copies the rows of `part` into those of `whole`, from column `column` on, or back. */
function copyPart(
  module: Module,
  { part, whole }: { part: tf.TensorInfo; whole: tf.TensorInfo },
  { axis, column, isOut }: { axis: number; column: number; isOut: boolean },
): void {
  const bytes = (shape: number[]) => 4 * tf.util.sizeFromShape(shape.slice(axis));
  const [narrow, wide] = [bytes(part.shape), bytes(whole.shape)];
  const rows = tf.util.sizeFromShape(part.shape.slice(0, axis));
  const place =
    addressOf(whole) + column * bytes([...whole.shape.slice(0, axis), 1, ...whole.shape.slice(axis + 1)]);
  const words = isOut
    ? [place, addressOf(part), rows, narrow, wide, narrow]
    : [addressOf(part), place, rows, narrow, narrow, wide];
  module.call("copyRows", { words, work: (rows * narrow) / 4 });
}

export const concat =
  (module: Module): Kernel<{ axis: number }> =>
  (inputs, attributes, before) => {
    const parts = Object.values(inputs);
    const [axis] = tf.util.parseAxisParam(attributes.axis, parts[0].shape);
    if (parts.some(({ dtype, size }) => dtype !== "float32" || size === 0)) return before(inputs, attributes);
    const shape = [...parts[0].shape];
    shape[axis] = parts.reduce((sum, part) => sum + part.shape[axis], 0);
    const whole = emptyOnHeap(shape);
    let column = 0;
    for (const part of parts) {
      copyPart(module, { part, whole }, { axis, column, isOut: false });
      column += part.shape[axis];
    }
    return whole;
  };

export const split =
  (module: Module): Kernel<{ numOrSizeSplits: number | number[]; axis: number }> =>
  ({ x }, attributes, before) => {
    const [axis] = tf.util.parseAxisParam(attributes.axis, x.shape);
    if (x.dtype !== "float32" || x.size === 0) return before({ x }, attributes);
    let column = 0;
    return tf.backend_util.prepareSplitSize(x, attributes.numOrSizeSplits, axis).map((size) => {
      const part = emptyOnHeap(x.shape.map((all, index) => (index === axis ? size : all)));
      copyPart(module, { part, whole: x }, { axis, column, isOut: true });
      column += size;
      return part;
    });
  };
