import { checkOneOf } from "../core/check.ts";
import type { Points } from "../core/points.ts";
import { ShapeError } from "../core/tensor.ts";
import { product } from "./matrix-product.ts";

const measures = ["dot", "cosine", "distance"] as const;

/** How alike two rows are; for "distance", the negative of it, so that more is always more alike. */
export type Similarity = (typeof measures)[number];

/**
 * Compares each target with each training row: the dot product, its cosine, or minus the Euclidean distance.
 *
 * Of pictures' values it is the baseline that every estimator of influence has to beat; of gradients it is TracIn.
 *
 * @returns A row for each target, a column for each training row.
 * @throws {ShapeError} If the two have not the same dimension.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { similarity } from "noisebook";
 *
 * const points = { data: Float64Array.of(3, 0, 3, 4), count: 2, dim: 2 };
 * assert.deepEqual([...similarity(points, points, "cosine").data], [1, 0.6, 0.6, 1]);
 * ```
 */
export function similarity(targets: Points, training: Points, measure: Similarity = "dot"): Points {
  checkOneOf(measure, { doing: "compare rows", name: "measure", names: measures });
  if (targets.dim !== training.dim)
    throw new ShapeError(
      `Cannot compare rows: targets have ${targets.dim} values each, but training has ${training.dim}`,
    );
  const [rows, columns] = [targets.count, training.count];
  const data = new Float64Array(rows * columns);
  const [a, b] = [targets, training].map((points) => Float64Array.from(points.data));
  product(a, b, { rows, inner: targets.dim, columns, transposed: "b", into: data });
  if (measure === "dot") return { data, count: rows, dim: columns };
  const [left, right] = [squares(a, targets), squares(b, training)];
  const compare =
    measure === "cosine"
      ? (dot: number, x: number, y: number) => (x * y > 0 ? dot / Math.sqrt(x * y) : 0)
      : (dot: number, x: number, y: number) => -Math.sqrt(Math.max(0, x + y - 2 * dot));
  return {
    data: data.map((dot, at) => compare(dot, left[Math.floor(at / columns)], right[at % columns])),
    count: rows,
    dim: columns,
  };
}

/** |row|² of each row. */
function squares(data: Float64Array, { count, dim }: Points): Float64Array {
  return Float64Array.from({ length: count }, (_, row) =>
    data.subarray(row * dim, (row + 1) * dim).reduce((sum, value) => sum + value * value, 0),
  );
}
