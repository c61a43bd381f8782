import { checkShape, type Tensor } from "../core/tensor.ts";

/**
 * Computes the singular values of a matrix, the largest first: how much of it lies in each direction. Those of a product
 * of factors of rank r are 0 after the first r.
 *
 * One-sided Jacobi rotations (Hestenes 1958, "Inversion of Matrices by Biorthogonalization") in float64: columns are
 * turned in pairs until all are at right angles; their lengths are the singular values.
 *
 * @param matrix [row, column]; it stays the caller's.
 * @throws {ShapeError} If it has not two axes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { singularValues, toTensor } from "noisebook";
 *
 * const matrix = toTensor({ data: Float32Array.of(3, 0, 0, -4), count: 2, dim: 2 }).reshape([2, 2]);
 * assert.deepEqual(await singularValues(matrix), Float64Array.of(4, 3));
 * ```
 */
export async function singularValues(matrix: Tensor<"row column">): Promise<Float64Array> {
  const { row, column } = checkShape("matrix", matrix, "row column");
  const values = await matrix.data();
  // The shorter side gives the columns to be turned.
  const wide = column > row;
  const count = wide ? row : column;
  const columns = Array.from({ length: count }, (_, at) =>
    Float64Array.from(
      { length: wide ? column : row },
      (_, i) => values[wide ? at * column + i : i * column + at],
    ),
  );
  for (let sweep = 0; sweep < 60; sweep++) if (!turnAll(columns)) break;
  return Float64Array.from(columns, (vector) => Math.sqrt(dot(vector, vector)))
    .sort()
    .reverse();
}

/** Turns each pair of columns once; whether any was not at a right angle yet. */
function turnAll(columns: Float64Array[]): boolean {
  let turned = false;
  for (let i = 0; i < columns.length; i++)
    for (let j = i + 1; j < columns.length; j++) if (turn(columns[i], columns[j])) turned = true;
  return turned;
}

function turn(a: Float64Array, b: Float64Array): boolean {
  const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
  if (Math.abs(ab) <= 1e-14 * Math.sqrt(aa * bb) || ab === 0) return false;
  const zeta = (bb - aa) / (2 * ab);
  const tangent = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = cosine * tangent;
  for (let i = 0; i < a.length; i++) {
    const left = a[i];
    a[i] = cosine * left - sine * b[i];
    b[i] = sine * left + cosine * b[i];
  }
  return true;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
