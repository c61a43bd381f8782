import { ShapeError } from "../core/tensor.ts";

/**
 * Spearman's rank correlation: Pearson's of the ranks, from −1 to 1. Equal values share the mean of their ranks; where all
 * values of one side are equal, it is 0.
 *
 * Spearman 1904, "The Proof and Measurement of Association between Two Things".
 *
 * @throws {ShapeError} If the two have not the same length.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rankCorrelation } from "noisebook";
 *
 * assert.equal(rankCorrelation([1, 2, 3, 4], [10, 100, 1000, 10000]), 1);
 * ```
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length)
    throw new ShapeError(`Cannot correlate: one side has ${a.length} values, the other ${b.length}`);
  const [x, y] = [centredRanks(a), centredRanks(b)];
  const [xy, xx, yy] = [
    [x, y],
    [x, x],
    [y, y],
  ].map(([p, q]) => p.reduce((sum, value, at) => sum + value * q[at], 0));
  return xx * yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

/** Ranks minus their mean. */
function centredRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, at) => at).sort((p, q) => values[p] - values[q]);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let at = start; at < end; at++) ranks[order[at]] = (start + end - order.length) / 2;
    start = end;
  }
  return ranks;
}
