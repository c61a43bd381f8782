/** Eigenvalues: the one door to ml-matrix. */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Points } from "../core/points.ts";

/** A symmetric matrix as A = V·diag(values)·Vᵀ. */
export interface Eigen {
  /** Rising. */
  values: Float64Array;
  /** V, row by row: column j belongs to values[j]. */
  vectors: Float64Array;
}

/** Splits a symmetric matrix into its eigenvalues and eigenvectors. */
export function symmetricEigen({ data, count }: Points): Eigen {
  const rows = Array.from({ length: count }, (_, row) => data.subarray(row * count, (row + 1) * count));
  const found = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  return {
    values: Float64Array.from(found.realEigenvalues),
    vectors: Float64Array.from(found.eigenvectorMatrix.to1DArray()),
  };
}
