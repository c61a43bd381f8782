/** Points and Gaussians for the tests of distances. */
import assert from "node:assert/strict";
import { type Points, random } from "../../../lib/index.ts";

export const points = (rows: number[][]): Points => ({
  data: Float64Array.from(rows.flat()),
  count: rows.length,
  dim: rows[0].length,
});

export const line = (...values: number[]): Points => points(values.map((value) => [value]));

export const normal = (count: number, dim: number, rng = random(1)): Points => ({
  data: rng.normal(count * dim),
  count,
  dim,
});

export const near = (found: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(found - expected) <= tolerance, `${found}, expected ${expected}`);
