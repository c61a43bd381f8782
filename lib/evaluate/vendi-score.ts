import type { Points } from "../core/points.ts";
import { ShapeError } from "../core/tensor.ts";
import type { HostValues } from "../core/values.ts";
import { checkPoints } from "./check-points.ts";
import { symmetricEigen } from "./linear-algebra.ts";
import { rowsOf, squaredDistances } from "./rows.ts";

/**
 * Says as how many quite different things some things count: 1 if all are the same, their number if none is like another.
 *
 * Vendi = exp(−Σ λᵢ ln λᵢ), λ the eigenvalues of K/n
 *
 * Friedman and Dieng 2023, "The Vendi Score: A Diversity Evaluation Metric for Machine Learning", definition 3.1.
 *
 * @param kernel K: how like each other things are, symmetric, 1 for a thing and itself; such as
 *   `similarity(features, features, "cosine")`.
 * @throws {ShapeError} If K is not square.
 * @throws {RangeError} If K is not symmetric, has not 1 on its diagonal, or has a number that is not finite.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { vendiScore } from "noisebook";
 *
 * const things = [0, 0, 10, 10, 20, 20];
 * const data = Float64Array.from(things.flatMap((a) => things.map((b) => Math.exp(-Math.abs(a - b)))));
 * assert.ok(Math.abs(vendiScore({ data, count: 6, dim: 6 }) - 2.999999996) < 1e-9);
 * ```
 */
export function vendiScore(kernel: Points): number {
  const doing = "measure the Vendi score";
  checkPoints(kernel, { doing, name: "kernel", from: 1 });
  const { data, count, dim } = kernel;
  if (count !== dim) throw new ShapeError(`Cannot ${doing}: kernel must be square, got ${count} × ${dim}`);
  for (let row = 0; row < count; row++) {
    if (Math.abs(data[row * dim + row] - 1) > 1e-6)
      throw new RangeError(
        `Cannot ${doing}: kernel must be 1 at row ${row}, column ${row}, got ${data[row * dim + row]}`,
      );
    for (let column = 0; column < row; column++)
      if (Math.abs(data[row * dim + column] - data[column * dim + row]) > 1e-6)
        throw new RangeError(
          `Cannot ${doing}: kernel must be symmetric, but is not at row ${row}, column ${column}`,
        );
  }
  const { values } = symmetricEigen({ data: data.map((value) => value / count), count, dim });
  return Math.exp(-values.reduce((sum, value) => (value > 0 ? sum + value * Math.log(value) : sum), 0));
}

/**
 * The mean distance of two different rows: Euclidean, over √values for pictures and points alike, so that sizes compare.
 *
 * @throws {RangeError} If there are fewer than 2 rows, or a number is not finite.
 */
export function pairwiseDistance(values: HostValues): number {
  const rows = rowsOf(values);
  checkPoints(rows, { doing: "measure the pairwise distance", name: "values" });
  let sum = 0;
  for (const square of squaredDistances(rows, rows).data) sum += Math.sqrt(square);
  return sum / (rows.count * (rows.count - 1)) / Math.sqrt(rows.dim);
}
