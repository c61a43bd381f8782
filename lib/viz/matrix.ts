/** Numbers in rows and columns, however they come. */
import type { Points } from "../core/points.ts";

/** A matrix: rows of numbers, or points, one a row. */
export type Matrix = Points | readonly ArrayLike<number>[];

/** The sizes of a matrix, and its numbers row by row. */
export interface Table {
  rows: number;
  columns: number;
  at(row: number, column: number): number;
}

/** @throws {RangeError} If there is no number, or the rows differ in length. */
export function tableOf(matrix: Matrix, doing: string): Table {
  const table: Table =
    "data" in matrix
      ? {
          rows: matrix.count,
          columns: matrix.dim,
          at: (row, column) => matrix.data[row * matrix.dim + column],
        }
      : { rows: matrix.length, columns: matrix[0]?.length ?? 0, at: (row, column) => matrix[row][column] };
  if (table.rows === 0 || table.columns === 0)
    throw new RangeError(`Cannot ${doing}: it has ${table.rows} rows and ${table.columns} columns`);
  if (!("data" in matrix)) {
    const odd = matrix.findIndex((row) => row.length !== table.columns);
    if (odd !== -1)
      throw new RangeError(
        `Cannot ${doing}: each row must have ${table.columns} numbers as the first, got ${matrix[odd].length} in row ${odd}`,
      );
  }
  return table;
}

/** The smallest and the largest finite number and where the largest is, and how many are finite. */
export function extremes({ rows, columns, at }: Table) {
  const found = { low: Infinity, high: -Infinity, finite: 0, row: 0, column: 0 };
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const value = at(row, column);
      if (!Number.isFinite(value)) continue;
      found.finite++;
      if (value < found.low) found.low = value;
      if (value > found.high) Object.assign(found, { high: value, row, column });
    }
  return found;
}

/** A large matrix as the means of its blocks. */
export function averaged(full: Table, mostAcross: number): Table {
  const block = { rows: Math.ceil(full.rows / mostAcross), columns: Math.ceil(full.columns / mostAcross) };
  if (block.rows === 1 && block.columns === 1) return full;
  const [rows, columns] = [Math.ceil(full.rows / block.rows), Math.ceil(full.columns / block.columns)];
  const sums = new Float64Array(rows * columns);
  const counts = new Float64Array(rows * columns);
  for (let row = 0; row < full.rows; row++)
    for (let column = 0; column < full.columns; column++) {
      const value = full.at(row, column);
      if (!Number.isFinite(value)) continue;
      const at = Math.floor(row / block.rows) * columns + Math.floor(column / block.columns);
      sums[at] += value;
      counts[at]++;
    }
  return {
    rows,
    columns,
    at: (row, column) => sums[row * columns + column] / counts[row * columns + column],
  };
}
