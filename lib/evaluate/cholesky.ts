import type { Points } from "../core/points.ts";

/**
 * Solves A·x = b for each row b of `right`, by Cholesky's A = L·Lᵀ.
 *
 * @param matrix A: symmetric, all eigenvalues above 0.
 * @returns A solution for each row.
 * @throws {RangeError} If A is no such matrix.
 */
export function choleskySolve(matrix: Points, right: Points): Float64Array {
  const size = matrix.count;
  const lower = factor(matrix);
  const solved = Float64Array.from(right.data);
  for (let row = 0; row < right.count; row++) {
    const x = solved.subarray(row * size, (row + 1) * size);
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < i; k++) x[i] -= lower[i * size + k] * x[k];
      x[i] /= lower[i * size + i];
    }
    for (let i = size - 1; i >= 0; i--) {
      for (let k = i + 1; k < size; k++) x[i] -= lower[k * size + i] * x[k];
      x[i] /= lower[i * size + i];
    }
  }
  return solved;
}

function factor({ data, count: size }: Points): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = data[i * size + j];
      for (let k = 0; k < j; k++) sum -= lower[i * size + k] * lower[j * size + k];
      if (i !== j) lower[i * size + j] = sum / lower[j * size + j];
      else if (sum > 1e-14 * data[i * size + i]) lower[i * size + i] = Math.sqrt(sum);
      else
        throw new RangeError(
          `Cannot solve: the matrix is singular at row ${i}; are two training rows the same? Give damping above 0`,
        );
    }
  return lower;
}
