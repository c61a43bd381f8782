import { checkInteger } from "../core/check.ts";
import type { Points } from "../core/points.ts";
import { ShapeError } from "../core/tensor.ts";
import { checkPoints } from "./check-points.ts";
import { mean, rowAt, smallest, squaredDistances } from "./rows.ts";

/**
 * Estimates how far the distribution q of some points is from a known density p, in nats.
 *
 * KL(q ‖ p) = −H(q) − E_q ln p, with H(q) ≈ ψ(n) − ψ(k) + ln V_dim + dim · mean ln(distance to the k-th neighbour)
 *
 * Kozachenko and Leonenko 1987, "Sample Estimate of the Entropy of a Random Vector", in the form of Kraskov et al. 2004,
 * "Estimating mutual information", equation 20. V_dim is the volume of the unit ball. An estimate near 0 may be below it.
 *
 * @param density p at each point, as the density of {@link mixture} gives it.
 * @param options
 * @param options.k Neighbour. Default: 3.
 * @throws {RangeError} If there are not more points than k, two of them are the same k times over, or a density is not above 0.
 * @throws {ShapeError} If there is not one density for each point.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { divergence, random } from "noisebook";
 *
 * const points = { data: random(1).normal(2000), count: 2000, dim: 1 };
 * const normalAt = (mean: number) => points.data.map((x) => Math.exp(-((x - mean) ** 2) / 2) / Math.sqrt(2 * Math.PI));
 * assert.ok(Math.abs(divergence(points, normalAt(0))) < 0.1);
 * assert.ok(Math.abs(divergence(points, normalAt(1)) - 0.5) < 0.1);
 * ```
 */
export function divergence(
  points: Points,
  density: ArrayLike<number>,
  { k = 3 }: { k?: number } = {},
): number {
  const doing = "estimate the divergence";
  checkInteger(k, { doing, name: "k", from: 1 });
  checkPoints(points, { doing, name: "points", from: k + 1 });
  const { count, dim } = points;
  if (density.length !== count)
    throw new ShapeError(`Cannot ${doing}: ${count} points need ${count} densities, got ${density.length}`);
  const within = squaredDistances(points, points);
  const logs = Float64Array.from({ length: count }, (_, row) => {
    if (!(density[row] > 0))
      throw new RangeError(`Cannot ${doing}: density must be above 0, got ${density[row]} at point ${row}`);
    const square = smallest(rowAt(within, row), k, row)[k - 1];
    if (!(square > 0)) throw new RangeError(`Cannot ${doing}: ${k} points are the same as point ${row}`);
    return (dim / 2) * Math.log(square) + Math.log(density[row]);
  });
  return -(digamma(count) - digamma(k) + logBallVolume(dim) + mean(logs));
}

/** ψ of a whole number: −γ + Σ 1/i below it. */
function digamma(value: number): number {
  let sum = -0.5772156649015329;
  for (let i = 1; i < value; i++) sum += 1 / i;
  return sum;
}

/** V_0 = 1, V_1 = 2, V_d = V_{d−2} · 2π/d. */
function logBallVolume(dim: number): number {
  let log = dim % 2 === 0 ? 0 : Math.log(2);
  for (let d = dim % 2 === 0 ? 2 : 3; d <= dim; d += 2) log += Math.log((2 * Math.PI) / d);
  return log;
}
