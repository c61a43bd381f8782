import type { Points } from "../core/points.ts";
import { ShapeError } from "../core/tensor.ts";
import { checkPoints } from "./check-points.ts";
import { symmetricEigen } from "./linear-algebra.ts";
import { product } from "./matrix-product.ts";

/** A normal distribution, or the one with the mean and covariance of some rows. */
export interface Gaussian {
  mean: Float64Array;
  /** dim × dim, row by row. */
  covariance: Float64Array;
}

/** Above this, the floor of the distance (real against real) is larger than what there is to see. */
const mostDimensions = 64;

/**
 * Measures how far apart two normal distributions are, or the normal distributions that fit two sets of features.
 *
 * d² = |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½)
 *
 * Dowson and Landau 1982, "The Fréchet distance between multivariate normal distributions"; Heusel et al. 2017, "GANs
 * Trained by a Two Time-Scale Update Rule", equation 6. In Inception's features it is called FID; in other features name
 * those: "Fréchet distance in faces16 features". Two sets of one source are not 0 apart: the floor falls as 1/rows and
 * rises about as dim², so print the distance of real from real at the same number of rows beside it, as
 * {@link distanceToData} does.
 *
 * @param real Features in rows, at most 64 to a row, or a distribution.
 * @returns The squared distance, from 0.
 * @throws {RangeError} If there are fewer than 2 rows, a number is not finite, or there are more than 64 dimensions.
 * @throws {ShapeError} If the two differ in dimension.
 *
 * @example N(0, 1) and N(3, 2²): 3² + (1 − 2)²
 * ```ts
 * import assert from "node:assert/strict";
 * import { frechetDistance } from "noisebook";
 *
 * const narrow = { mean: Float64Array.of(0), covariance: Float64Array.of(1) };
 * const wide = { mean: Float64Array.of(3), covariance: Float64Array.of(4) };
 * assert.ok(Math.abs(frechetDistance(narrow, wide) - 10) < 1e-12);
 * ```
 */
export function frechetDistance(real: Points | Gaussian, samples: Points | Gaussian): number {
  const [a, b] = [gaussianOf(real, "real"), gaussianOf(samples, "samples")];
  const dim = a.mean.length;
  if (dim !== b.mean.length)
    throw new ShapeError(
      `Cannot measure the Fréchet distance: real has ${dim} dimensions, but samples have ${b.mean.length}`,
    );
  let distance = -2 * rootTrace(a.covariance, b.covariance, dim);
  for (let at = 0; at < dim; at++)
    distance += (a.mean[at] - b.mean[at]) ** 2 + a.covariance[at * dim + at] + b.covariance[at * dim + at];
  return Math.max(0, distance);
}

/** The mean and the unbiased covariance of rows. */
export function gaussianOf(from: Points | Gaussian, name = "points"): Gaussian {
  const doing = "measure the Fréchet distance";
  const dim = "mean" in from ? from.mean.length : from.dim;
  if (dim > mostDimensions)
    throw new RangeError(
      `Cannot ${doing}: ${name} must have at most ${mostDimensions} dimensions, got ${dim}; with more, real is far from real`,
    );
  if ("mean" in from) return from;
  checkPoints(from, { doing, name });
  const { count } = from;
  const mean = new Float64Array(dim);
  for (let at = 0; at < from.data.length; at++) mean[at % dim] += from.data[at] / count;
  const centred = Float64Array.from(from.data, (value, at) => value - mean[at % dim]);
  const covariance = new Float64Array(dim * dim);
  product(centred, centred, { rows: dim, inner: count, columns: dim, transposed: "a", into: covariance });
  return { mean, covariance: covariance.map((sum) => sum / (count - 1)) };
}

/** tr (Σ₁Σ₂)^½ = Σ √λ of Σ₁^½ Σ₂ Σ₁^½, which is symmetric. */
function rootTrace(a: Float64Array, b: Float64Array, dim: number): number {
  const { values, vectors } = symmetricEigen({ data: a, count: dim, dim });
  const sizes = { rows: dim, inner: dim, columns: dim };
  const scaled = vectors.map((value, at) => value * Math.sqrt(Math.max(0, values[at % dim])));
  const half = new Float64Array(dim * dim);
  const both = new Float64Array(dim * dim);
  product(scaled, b, { ...sizes, transposed: "a", into: half });
  product(half, scaled, { ...sizes, into: both });
  const roots = symmetricEigen({ data: both, count: dim, dim }).values;
  return roots.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
}
