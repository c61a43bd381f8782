/** Pictures and points as rows of numbers, and the distances between them. */
import type { Points } from "../core/points.ts";
import { type HostValues, shapeOf } from "../core/values.ts";

/** Any host values as points in double precision: a picture is one row of all its values. */
export function rowsOf(values: HostValues): Points {
  const [count, ...sizes] = shapeOf(values);
  return {
    data: Float64Array.from(values.data),
    count,
    dim: sizes.reduce((size, along) => size * along, 1),
  };
}

/** The rows of these indices. */
export function pickRows({ data, dim }: Points, indices: ArrayLike<number>): Points {
  const picked = new Float64Array(indices.length * dim);
  Array.from(indices).forEach((index, at) => {
    picked.set(data.subarray(index * dim, (index + 1) * dim), at * dim);
  });
  return { data: picked, count: indices.length, dim };
}

/** |x − y|² for each row x of one and each row y of the other: a row for each x. Equal rows are exactly 0 apart. */
export function squaredDistances(x: Points, y: Points): Points {
  const [rows, columns, dim] = [x.count, y.count, x.dim];
  const data = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const [left, right] = [row * dim, column * dim];
      let sum = 0;
      for (let at = 0; at < dim; at++) {
        const apart = x.data[left + at] - y.data[right + at];
        sum += apart * apart;
      }
      data[row * columns + column] = sum;
    }
  return { data, count: rows, dim: columns };
}

/** The k smallest numbers, rising; `skip` is an index to leave out. */
export function smallest(values: ArrayLike<number>, k: number, skip = -1): number[] {
  const best: number[] = [];
  for (let at = 0; at < values.length; at++) {
    if (at === skip || (best.length === k && !(values[at] < best[k - 1]))) continue;
    let place = best.length < k ? best.length : k - 1;
    for (; place > 0 && best[place - 1] > values[at]; place--) best[place] = best[place - 1];
    best[place] = values[at];
  }
  return best;
}

/** One row of a matrix. */
export function rowAt({ data, dim }: Points, row: number): Float32Array | Float64Array {
  return data.subarray(row * dim, (row + 1) * dim);
}

/** The middle of some numbers; the mean of the middle two of an even number of them. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at];
  return sum / values.length;
}
