import { checkFinite } from "../core/check.ts";
import { like } from "../core/like.ts";
import { checkShape, ShapeError } from "../core/tensor.ts";
import { type HostValues, shapeOf } from "../core/values.ts";
import { sigmaLevel } from "../schedule/level.ts";
import { type ExactDenoiser, type Label, labelsOf } from "./exact-denoiser.ts";

/**
 * Makes the denoiser that a model of unlimited size would learn from a finite set: the mean of the set's own rows, each
 * weighted by how likely it is to have become x.
 *
 * D(x, σ) = Σ_i w_i x_i, w_i ∝ exp(−|x − x_i|²/(2σ²))
 *
 * Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based Generative Models", appendix B.3. Sampling with it
 * returns rows of the set: the perfect minimiser of the training loss memorises.
 *
 * @param data Pictures or points.
 * @param options
 * @param options.labels The class of each row, if classes are to be conditions.
 * @throws {ShapeError} If the set is empty, or labels and rows differ in number.
 *
 * @example With little noise it knows which row it sees; with much, all rows are the same to it
 * ```ts
 * import assert from "node:assert/strict";
 * import { idealDenoiser } from "noisebook";
 *
 * const { denoise } = idealDenoiser({ data: Float64Array.of(0, 10), count: 2, dim: 1 });
 * const x = { data: Float64Array.of(9), count: 1, dim: 1 };
 * assert.deepEqual(denoise(x, 0.5).data, Float64Array.of(10));
 * assert.equal(denoise(x, 1000).data[0].toFixed(2), "5.00");
 * ```
 */
export function idealDenoiser<X extends HostValues>(
  data: X,
  { labels }: { labels?: ArrayLike<number> } = {},
): ExactDenoiser<X> {
  const shape = shapeOf(data).slice(1);
  const width = data.data.length / data.count;
  if (data.count === 0)
    throw new ShapeError("Cannot make an ideal denoiser: data must have 1 row or more, got 0");
  if (labels && labels.length !== data.count)
    throw new ShapeError(
      `Cannot make an ideal denoiser: expected ${data.count} labels for ${data.count} rows, got ${labels.length}`,
    );

  const predict = (x: X, level: { a: number; s: number }, label?: Label): X => {
    checkShape("x", { shape: shapeOf(x) }, ["rows", ...shape].join(" "));
    checkFinite(x.data, { doing: "denoise", name: "x" });
    const labelAt = labelsOf(label, x.count);
    const result = new Float64Array(x.data.length);
    for (let row = 0; row < x.count; row++) {
      const wanted = labelAt(row);
      const point = x.data.subarray(row * width, (row + 1) * width);
      const weights = weigh(data, {
        point,
        level,
        allowed: (i) => wanted === undefined || labels?.[i] === wanted,
      });
      if (!weights)
        throw new RangeError(`Cannot denoise: label must be the class of one of the rows, got ${wanted}`);
      weights.forEach((weight, i) => {
        if (weight === 0) return;
        for (let k = 0; k < width; k++) result[row * width + k] += weight * data.data[i * width + k];
      });
    }
    return like(x, result);
  };

  return {
    predicts: "x0",
    shape,
    predict,
    denoise: (x, sigma, label) => predict(x, sigmaLevel(sigma), label),
  };
}

interface Seen {
  point: ArrayLike<number>;
  level: { a: number; s: number };
  allowed: (index: number) => boolean;
}

/** The weight of each row of the set; their sum is 1. Nothing if no row is allowed. */
function weigh({ data, count }: HostValues, { point, level, allowed }: Seen): Float64Array | undefined {
  const { a, s } = level;
  const width = point.length;
  const squares = Float64Array.from({ length: count }, (_, i) => {
    if (!allowed(i)) return Infinity;
    let square = 0;
    for (let k = 0; k < width; k++) square += (point[k] - a * data[i * width + k]) ** 2;
    return square;
  });
  const nearest = squares.reduce((least, square) => Math.min(least, square));
  if (nearest === Infinity) return undefined;
  // At s = 0 only the nearest rows are left: the limit of small s.
  const weights = squares.map((square) =>
    square === nearest ? 1 : s === 0 ? 0 : Math.exp((nearest - square) / (2 * s * s)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
