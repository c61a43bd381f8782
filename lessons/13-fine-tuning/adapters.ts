/** Small matrices, as the exercises of this lesson have them. */
import type { Random } from "noisebook";

export type Matrix = number[][];

/** Two thin factors and the α of their product. */
export interface Adapter {
  /** A: a row for each input, r numbers in it. */
  down: Matrix;
  /** B: r rows, a number for each output. */
  up: Matrix;
  alpha: number;
}

/** Rows times matrix: x [inputs] · W [inputs][outputs]. */
export const times = (x: readonly number[], matrix: Matrix): number[] =>
  matrix[0].map((_, j) => x.reduce((sum, value, i) => sum + value * matrix[i][j], 0));

export const product = (a: Matrix, b: Matrix): Matrix => a.map((row) => times(row, b));

export const plus = (a: Matrix, b: Matrix, factor = 1): Matrix =>
  a.map((row, i) => row.map((value, j) => value + factor * b[i][j]));

export const rankOf = ({ up }: Adapter): number => up.length;

export function normalMatrix(rng: Random, rows: number, columns: number): Matrix {
  return Array.from({ length: rows }, () => Array.from(rng.normal(columns)));
}

/** An adapter whose α is neither 1 nor its rank. */
export function someAdapter(rng: Random, inputs: number, outputs: number, rank: number): Adapter {
  return {
    down: normalMatrix(rng, inputs, rank),
    up: normalMatrix(rng, rank, outputs),
    alpha: rank + 1 + rng.integer(5) + 0.5,
  };
}

/** Inputs, outputs and rank of three layers of different shapes. */
export const layerSizes: readonly [inputs: number, outputs: number, rank: number][] = [
  [6, 4, 2],
  [3, 7, 2],
  [8, 8, 3],
];
