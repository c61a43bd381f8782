import { checkFinite, checkInteger, checkNumber, checkPositive } from "../core/check.ts";
import { like } from "../core/like.ts";
import type { Points } from "../core/points.ts";
import type { Random } from "../core/random.ts";
import { checkShape, ShapeError } from "../core/tensor.ts";
import { type Guidance, guide } from "../process/guidance.ts";
import type { Level } from "../schedule/level.ts";
import { sigmaLevel } from "../schedule/level.ts";
import { type ExactDenoiser, type Label, labelsOf } from "./exact-denoiser.ts";
import { type Belief, believe, type MixtureParameters, meanOf } from "./gaussians.ts";

/** A distribution of which everything is known, at every noise level: x = x_0 + σ·ε. */
export interface Mixture extends ExactDenoiser<Points>, Readonly<MixtureParameters> {
  /** ∇ₓ log p_σ(x) = (D(x, σ) − x)/σ²; of one component where a label is given. */
  score(x: Points, sigma: number, label?: Label): Points;
  /** p_σ(x) for each row; σ = 0 is the density of the data. */
  density(x: Points, sigma?: number, label?: Label): Float64Array;
  /** What is known of x_0 when x was seen: for each row a mixture, which `mixture` takes. */
  posterior(x: Points, sigma: number): MixtureParameters[];
  /** Draws clean points, and says which component each came from. */
  draw(count: number, options: { rng: Random; label?: number }): Points & { labels: Int32Array };
  /** The prediction of x_0 that classifier-free guidance makes of the exact ones. */
  guided(x: Points, sigma: number, options: { label: Label; guidance: number | Guidance }): Points;
  /** ∇ₓ log p(label | x), what a perfect classifier gives for guidance. */
  classify(x: Points, level: Level, label: Label): Points;
}

/**
 * Makes a mixture of normal distributions: an exact denoiser, and the truth to measure samplers and models against.
 *
 * D(x, σ) = Σ_k r_k [μ_k + s_k²/(s_k² + σ²) (x − μ_k)], r_k ∝ w_k N(x; μ_k, (s_k² + σ²) I)
 *
 * A component is also a class: its index is the label that the functions take. Tweedie's formula (Efron 2011, "Tweedie's
 * Formula and Selection Bias") ties the denoiser to the score. Computed in float64; what comes back has the precision of
 * the points that came.
 *
 * @throws {ShapeError} If the lists differ in length, or the means in dimension.
 * @throws {RangeError} If a weight or a deviation is not above 0, or a mean is not finite.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mixture } from "noisebook";
 *
 * const exact = mixture({
 *   weights: [0.5, 0.3, 0.2],
 *   means: [[-2, 0], [1, 1.5], [1.5, -1.5]],
 *   deviations: [0.4, 0.3, 0.5],
 * });
 * const { data } = exact.denoise({ data: Float64Array.of(0, 0), count: 1, dim: 2 }, 1);
 * assert.deepEqual([...data].map((value) => value.toFixed(9)), ["-0.265761282", "0.323995154"]);
 * ```
 */
export function mixture(parameters: MixtureParameters): Mixture {
  const { weights, means, deviations } = checked(parameters);
  const dim = means[0].length;
  const known = { weights, means, deviations };

  const beliefs = (x: Points, level: Pick<Level, "a" | "s">, label?: Label): Belief[] => {
    checkShape("x", { shape: [x.count, x.dim] }, "count dim", { dim });
    checkFinite(x.data, { doing: "denoise", name: "x" });
    const labelAt = labelsOf(label, x.count);
    return Array.from({ length: x.count }, (_, row) => {
      const component = labelAt(row);
      if (component !== undefined)
        checkInteger(component, { doing: "denoise", name: "label", from: 0, to: weights.length - 1 });
      return believe(known, { x: x.data.subarray(row * dim, (row + 1) * dim), level, component });
    });
  };
  const predict = (x: Points, level: Level, label?: Label) =>
    like(x, rows(beliefs(x, level, label).map(meanOf)));
  const denoise = (x: Points, sigma: number, label?: Label) => predict(x, sigmaLevel(sigma), label);
  const slope = (x: Points, level: Level, label?: Label) =>
    like(x, rows(beliefs(x, level, label).map((belief, row) => scoreOf(known, belief, { x, row, level }))));

  return {
    ...known,
    predicts: "x0",
    shape: [dim],
    predict,
    denoise,
    score: (x, sigma, label) => slope(x, sigmaLevel(sigma), label),
    density: (x, sigma = 0, label) =>
      Float64Array.from(beliefs(x, sigmaLevel(sigma), label), ({ logDensity }) => Math.exp(logDensity)),
    posterior: (x, sigma) =>
      beliefs(x, sigmaLevel(sigma)).map(({ weights, means, deviations }) => ({ weights, means, deviations })),
    draw: (count, options) => draw(known, { count, ...options }),
    guided: (x, sigma, { label, guidance }) =>
      guide({ conditional: denoise(x, sigma, label), unconditional: denoise(x, sigma) }, guidance),
    classify: (x, level, label) => {
      const all = slope(x, level);
      return like(
        x,
        Float64Array.from(slope(x, level, label).data, (value, index) => value - all.data[index]),
      );
    },
  };
}

/** ∇ₓ log p(x) = Σ_k r_k (a·μ_k − x)/(a²s_k² + s²), which also holds at s = 0. */
function scoreOf(
  { means, deviations }: MixtureParameters,
  { weights }: MixtureParameters,
  { x, row, level: { a, s } }: { x: Points; row: number; level: Level },
): number[] {
  return means[0].map((_, axis) =>
    weights.reduce((sum, weight, k) => {
      const pull = a * means[k][axis] - x.data[row * x.dim + axis];
      return sum + (weight * pull) / ((a * deviations[k]) ** 2 + s * s);
    }, 0),
  );
}

function draw(
  { weights, means, deviations }: MixtureParameters,
  { count, rng, label }: { count: number; rng: Random; label?: number },
): Points & { labels: Int32Array } {
  const bounds = weights.map((_, k) => weights.slice(0, k + 1).reduce((sum, weight) => sum + weight, 0));
  const last = weights.length - 1;
  if (label !== undefined) checkInteger(label, { doing: "draw", name: "label", from: 0, to: last });
  const labels = Int32Array.from(rng.uniform(count), (u) => {
    const found = bounds.findIndex((bound) => u < bound);
    return label ?? (found < 0 ? last : found);
  });
  const dim = means[0].length;
  const data = rng.normal(count * dim).map((n, index) => {
    const k = labels[Math.floor(index / dim)];
    return means[k][index % dim] + deviations[k] * n;
  });
  return { data, count, dim, labels };
}

function rows(values: number[][]): Float64Array {
  return Float64Array.from(values.flat());
}

function checked({ weights, means, deviations }: MixtureParameters): MixtureParameters {
  const doing = "make a mixture";
  if (weights.length === 0 || means.length !== weights.length || deviations.length !== weights.length)
    throw new ShapeError(
      `Cannot ${doing}: weights, means and deviations must be as many, at least 1, got ${weights.length}, ${means.length} and ${deviations.length}`,
    );
  const dim = means[0].length;
  weights.forEach((weight, k) => {
    checkPositive(weight, { doing, name: `weights[${k}]` });
    checkPositive(deviations[k], { doing, name: `deviations[${k}]` });
    checkShape(`means[${k}]`, { shape: [means[k].length] }, "dim", { dim });
    for (const value of means[k]) checkNumber(value, { doing, name: `means[${k}]` });
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    weights: weights.map((weight) => weight / total),
    means: means.map((mean) => [...mean]),
    deviations: [...deviations],
  };
}
