import type { Points } from "../../lib/core/points.ts";
import { random } from "../../lib/core/random.ts";
import { mixture } from "../../lib/oracle/mixture.ts";

/** Points by their rows, in float64. */
export function pointsOf(...rows: number[][]): Points {
  return { data: Float64Array.from(rows.flat()), count: rows.length, dim: rows[0].length };
}

/** Normal points in float64. */
export function normalPoints(count: number, dim: number, seed: number): Points {
  return { data: random(seed).normal(count * dim), count, dim };
}

/** The mixture of the reference table: its numbers were computed outside this project. */
export const truth = mixture({
  weights: [0.5, 0.3, 0.2],
  means: [
    [-2, 0],
    [1, 1.5],
    [1.5, -1.5],
  ],
  deviations: [0.4, 0.3, 0.5],
});

/** Eight narrow modes on a circle, the test of Metz et al. 2017. */
export const ring = mixture({
  weights: Array(8).fill(1),
  means: Array.from({ length: 8 }, (_, at) => [
    2 * Math.cos((at * Math.PI) / 4),
    2 * Math.sin((at * Math.PI) / 4),
  ]),
  deviations: Array(8).fill(0.1),
});
