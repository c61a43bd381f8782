import { checkInteger } from "../core/check.ts";
import type { Points } from "../core/points.ts";
import type { Random } from "../core/random.ts";
import { ShapeError } from "../core/tensor.ts";
import { checkPair } from "./check-points.ts";

/**
 * Measures how far points must move, on average over directions: both sets are projected on a line, sorted, and paired.
 *
 * SW₂ = (E_u W₂²(u·x, u·y))^½ over unit vectors u
 *
 * Rabin et al. 2011, "Wasserstein Barycenter and Its Application to Texture Mixing", equation 7. Moving all points by v
 * gives |v|/√dim.
 *
 * @param options
 * @param options.projections How many directions. Default: 128.
 * @throws {RangeError} If there are fewer than 2 rows, or a number is not finite.
 * @throws {ShapeError} If the two differ in dimension or number of rows.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { random, slicedWasserstein } from "noisebook";
 *
 * const here = { data: Float64Array.of(0, 1, 5), count: 3, dim: 1 };
 * const there = { ...here, data: here.data.map((x) => x + 2) };
 * assert.ok(Math.abs(slicedWasserstein(here, there, { rng: random(1) }) - 2) < 1e-12);
 * ```
 */
export function slicedWasserstein(
  real: Points,
  samples: Points,
  { rng, projections = 128 }: { rng: Random; projections?: number },
): number {
  const doing = "measure the sliced Wasserstein distance";
  checkPair(real, samples, { doing });
  checkInteger(projections, { doing, name: "projections", from: 1 });
  if (real.count !== samples.count)
    throw new ShapeError(
      `Cannot ${doing}: real and samples must have as many rows, got ${real.count} and ${samples.count}`,
    );
  let sum = 0;
  for (let index = 0; index < projections; index++) {
    const direction = rng.normal(real.dim);
    const length = Math.hypot(...direction);
    const [x, y] = [real, samples].map((points) => shadow(points, direction));
    for (let at = 0; at < x.length; at++) sum += ((x[at] - y[at]) / length) ** 2 / x.length;
  }
  return Math.sqrt(sum / projections);
}

/** The rows' dot products with a direction, rising. */
function shadow({ data, count, dim }: Points, direction: Float64Array): Float64Array {
  return Float64Array.from({ length: count }, (_, row) => {
    let dot = 0;
    for (let at = 0; at < dim; at++) dot += data[row * dim + at] * direction[at];
    return dot;
  }).sort();
}
