/** Distances between two sets of rows by the mean similarity within and across: maximum mean discrepancy. */
import { checkInteger, checkPositive } from "../core/check.ts";
import type { Points } from "../core/points.ts";
import { checkPair } from "./check-points.ts";
import { mean, median, pickRows, squaredDistances } from "./rows.ts";
import { similarity } from "./similarity.ts";

/** A mean over blocks, with its standard error. */
export interface Estimate {
  value: number;
  error: number;
}

/**
 * Kernel distance: the unbiased squared maximum mean discrepancy with the kernel k(x, y) = (x·y/dim + 1)³, mean over blocks
 * of rows. It is as often below 0 as above where the two sets have one source, at any number of rows.
 *
 * Bińkowski et al. 2018, "Demystifying MMD GANs", section 4.3. In Inception's features it is called KID; name yours.
 *
 * @param options
 * @param options.blocks Into how many blocks the rows are cut, in their order; the error is from how these differ.
 *   Default: 8, or as many as leave 16 rows to each.
 * @throws {RangeError} If there are fewer than 4 rows, or a number is not finite.
 * @throws {ShapeError} If the two differ in dimension.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { kernelDistance, random } from "noisebook";
 *
 * const rng = random(1);
 * const normal = (mean: number) => ({ data: rng.normal(512).map((n) => n + mean), count: 256, dim: 2 });
 * const { value, error } = kernelDistance(normal(0), normal(1));
 * assert.ok(value > 5 * error);
 * ```
 */
export function kernelDistance(
  real: Points,
  samples: Points,
  { blocks }: { blocks?: number } = {},
): Estimate {
  const doing = "measure the kernel distance";
  checkPair(real, samples, { doing, from: 4 });
  const rows = Math.min(real.count, samples.count);
  const parts = blocks ?? Math.max(2, Math.min(8, Math.floor(rows / 16)));
  checkInteger(parts, { doing, name: "blocks", from: 2, to: Math.floor(rows / 2) });
  const cubic = (a: Points, b: Points) =>
    similarity(a, b).data.map((dot) => (dot / real.dim + 1) ** 3) as Float64Array;
  const values = Array.from({ length: parts }, (_, part) =>
    discrepancy(block(real, part, parts), block(samples, part, parts), cubic),
  );
  const value = mean(values);
  const square = mean(values.map((one) => (one - value) ** 2));
  return { value, error: Math.sqrt(square / (parts - 1)) };
}

/**
 * CLIP's maximum mean discrepancy, times 1000: k(x, y) = exp(−|x − y|²/(2σ²)) with σ = 10 on features of length 1. It is
 * the biased estimate of the paper's own program, so that figures compare: above 0 also for two sets of one source.
 *
 * Jayasumana et al. 2024, "Rethinking FID: Towards a Better Evaluation Metric for Image Generation", section 4.
 *
 * @param real CLIP features of pictures, in rows; their length does not matter.
 * @throws {RangeError} If there are fewer than 2 rows, a number is not finite, or a row is all zeros.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { cmmd } from "noisebook";
 *
 * const features = { data: Float64Array.of(1, 0, 0, 1), count: 2, dim: 2 };
 * assert.equal(cmmd(features, features), 0);
 * ```
 */
export function cmmd(real: Points, samples: Points): number {
  const doing = "measure CMMD";
  checkPair(real, samples, { doing });
  const [a, b] = [unitRows(real, { doing, name: "real" }), unitRows(samples, { doing, name: "samples" })];
  const kernel = gaussianKernel(10);
  return 1000 * (mean(kernel(a, a)) + mean(kernel(b, b)) - 2 * mean(kernel(a, b)));
}

/**
 * The unbiased squared maximum mean discrepancy of points, with k(x, y) = exp(−|x − y|²/(2σ²)).
 *
 * Gretton et al. 2012, "A Kernel Two-Sample Test", equation 3.
 *
 * @param options
 * @param options.bandwidth σ. Default: the median distance between rows of the two sets.
 * @throws {RangeError} If there are fewer than 2 rows, a number is not finite, or the bandwidth is not above 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { meanDiscrepancy } from "noisebook";
 *
 * const at = (x: number) => ({ data: Float64Array.of(x, x), count: 2, dim: 1 });
 * assert.equal(meanDiscrepancy(at(0), at(1), { bandwidth: 1 }), 2 - 2 * Math.exp(-0.5));
 * ```
 */
export function meanDiscrepancy(
  real: Points,
  samples: Points,
  { bandwidth }: { bandwidth?: number } = {},
): number {
  const doing = "measure the mean discrepancy";
  checkPair(real, samples, { doing });
  const sigma = bandwidth ?? Math.sqrt(median(squaredDistances(real, samples).data));
  checkPositive(sigma, { doing, name: "bandwidth" });
  return discrepancy(real, samples, gaussianKernel(sigma));
}

type Kernel = (a: Points, b: Points) => Float64Array;

const gaussianKernel =
  (sigma: number): Kernel =>
  (a, b) =>
    squaredDistances(a, b).data.map((square) => Math.exp(-square / (2 * sigma ** 2))) as Float64Array;

/** E k(x, x') + E k(y, y') − 2 E k(x, y); a row is not compared with itself, or the first two would be too large. */
function discrepancy(x: Points, y: Points, kernel: Kernel): number {
  const within = (rows: Points) => {
    const values = kernel(rows, rows);
    let sum = values.reduce((total, value) => total + value, 0);
    for (let at = 0; at < rows.count; at++) sum -= values[at * rows.count + at];
    return sum / (rows.count * (rows.count - 1));
  };
  return within(x) + within(y) - 2 * mean(kernel(x, y));
}

function block(points: Points, part: number, parts: number): Points {
  const [from, to] = [part, part + 1].map((at) => Math.floor((at * points.count) / parts));
  return pickRows(
    points,
    Array.from({ length: to - from }, (_, at) => from + at),
  );
}

/** Each row at length 1. */
export function unitRows(points: Points, { doing, name }: { doing: string; name: string }): Points {
  const { data, count, dim } = points;
  const unit = Float64Array.from(data);
  for (let row = 0; row < count; row++) {
    const own = unit.subarray(row * dim, (row + 1) * dim);
    const length = Math.hypot(...own);
    if (!(length > 0)) throw new RangeError(`Cannot ${doing}: ${name} has only zeros in row ${row}`);
    for (let at = 0; at < dim; at++) own[at] /= length;
  }
  return { data: unit, count, dim };
}
