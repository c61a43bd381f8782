/** Points and closeness for the tests of influence. */
import assert from "node:assert/strict";
import { type Points, random } from "../../../lib/index.ts";

export const points = (rows: number[][]): Points => ({
  data: Float64Array.from(rows.flat()),
  count: rows.length,
  dim: rows[0].length,
});

export const normalRows = (count: number, dim: number, seed: number) => {
  const rng = random(seed);
  return Array.from({ length: count }, () => [...rng.normal(dim)]);
};

export const dot = (a: number[], b: number[]) => a.reduce((sum, value, at) => sum + value * b[at], 0);

export function close(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(found.length, expected.length);
  for (let at = 0; at < found.length; at++)
    assert.ok(
      Math.abs(found[at] - expected[at]) <= tolerance * Math.max(1, Math.abs(expected[at])),
      `at ${at}: ${found[at]}, expected ${expected[at]}`,
    );
}
