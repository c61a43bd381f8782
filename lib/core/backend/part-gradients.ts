/** Gradients of cutting, spreading and mirroring. */
import { tf } from "../tf.ts";

/** How the picture's pixels are repeated at its edges, as a sum back onto those that were copied. */
export function mirrorGradient(
  dy: tf.Tensor,
  x: tf.Tensor,
  paddings: [number, number][],
  mode: string,
): tf.Tensor {
  const start = mode === "reflect" ? 1 : 0;
  return paddings.reduce((sum, [before, after], axis) => {
    const size = x.shape[axis];
    const part = (from: number, length: number) => {
      const begin = sum.shape.map((_, i) => (i === axis ? from : 0));
      return tf.slice(
        sum,
        begin,
        sum.shape.map((all, i) => (i === axis ? length : all)),
      );
    };
    const placed = (piece: tf.Tensor, at: number, length: number) =>
      tf.pad(
        tf.reverse(piece, axis),
        piece.shape.map((_, i): [number, number] => (i === axis ? [at, size - at - length] : [0, 0])),
      );
    let total = part(before, size);
    if (before > 0) total = tf.add(total, placed(part(0, before), start, before));
    if (after > 0) total = tf.add(total, placed(part(before + size, after), size - start - after, after));
    return total;
  }, dy);
}

/** Puts zeros between the rows and columns of a filter. */
export function spread(filter: tf.Tensor, dilateY: number, dilateX: number): tf.Tensor {
  const [height, width] = filter.shape;
  const rows = spreadAxis(filter, 0, { stride: dilateY, begin: 0, size: (height - 1) * dilateY + 1 });
  return spreadAxis(rows, 1, { stride: dilateX, begin: 0, size: (width - 1) * dilateX + 1 });
}

/** Puts the entries of an axis at begin, begin + stride, … of one with `size` entries; the others are zeros. */
function spreadAxis(
  x: tf.Tensor,
  axis: number,
  { stride, begin, size }: { stride: number; begin: number; size: number },
): tf.Tensor {
  const outer = tf.util.sizeFromShape(x.shape.slice(0, axis));
  const inner = tf.util.sizeFromShape(x.shape.slice(axis + 1));
  const count = x.shape[axis];
  const apart = tf.pad(tf.reshape(x, [outer * count, 1, inner]), [
    [0, 0],
    [0, stride - 1],
    [0, 0],
  ]);
  const used = Math.min(count * stride, size - begin);
  const cut = tf.slice(tf.reshape(apart, [outer, count * stride, inner]), [0, 0, 0], [outer, used, inner]);
  const full = tf.pad(cut, [
    [0, 0],
    [begin, size - begin - used],
    [0, 0],
  ]);
  return tf.reshape(full, [...x.shape.slice(0, axis), size, ...x.shape.slice(axis + 1)]);
}

export interface StridedSlice {
  begin: number[];
  strides: number[];
  [mask: `${string}Mask`]: number;
}

export function stridedSliceGradient(dy: tf.Tensor, x: tf.Tensor, attributes: StridedSlice): tf.Tensor {
  const { begin, strides } = attributes;
  const isMasked = Object.entries(attributes).some(([name, value]) => name.endsWith("Mask") && value !== 0);
  if (isMasked || begin.length !== x.rank || Math.min(...begin, ...strides) < 0)
    throw new RangeError(
      "Cannot differentiate stridedSlice: give begin and strides for each axis, from 0 and without masks",
    );
  return begin.reduce(
    (sum, from, axis) => spreadAxis(sum, axis, { stride: strides[axis], begin: from, size: x.shape[axis] }),
    dy,
  );
}
