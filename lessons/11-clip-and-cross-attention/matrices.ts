/** Rows of numbers, as the exercises of this lesson have them, and the softmax that all of them need. */
import type { Random } from "noisebook";

export type Matrix = number[][];

/** Normal numbers. */
export function randomMatrix(rng: Random, rows: number, columns: number): Matrix {
  return Array.from({ length: rows }, () => Array.from(rng.normal(columns)));
}

/** Rows of length 1. */
export function unitRows(rows: Matrix): Matrix {
  return rows.map((row) => {
    const length = Math.sqrt(row.reduce((sum, value) => sum + value ** 2, 0));
    return row.map((value) => value / length);
  });
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

export function transposed(rows: Matrix): Matrix {
  return rows[0].map((_, column) => rows.map((row) => row[column]));
}

/** Shares that sum to 1. The largest number is taken off first, so that no exponential overflows. */
export function softmax(row: readonly number[]): number[] {
  const most = Math.max(...row);
  const powers = row.map((value) => Math.exp(value - most));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
