/**
 * How much each training picture did for each target, estimated from gradients without training again.
 *
 * All scores have a row for each target and a column for each training picture; above 0, the picture made the target's
 * loss smaller.
 */
import { checkNumber } from "../core/check.ts";
import type { Points } from "../core/points.ts";
import { ShapeError } from "../core/tensor.ts";
import { choleskySolve } from "./cholesky.ts";
import { type Similarity, similarity } from "./similarity.ts";

/** Gradients at one set of parameters, a row for each picture. */
export interface Gradients {
  training: Points;
  targets: Points;
}

/**
 * Estimates influence by following the training: a step on z moves the loss of x by −η ∇L(z)·∇L(x).
 *
 * TracIn(z, x) = Σ_k η_k ∇L(z; θ_k)·∇L(x; θ_k)
 *
 * Pruthi et al. 2020, "Estimating Training Data Influence by Tracing Gradient Descent", equation 1 for checkpoints. The
 * cosine keeps a few pictures with large gradients from being everyone's cause.
 *
 * @param checkpoints Gradients at parameters θ_k, and the learning rate η_k there (1 by default).
 * @param measure "dot" (default) or "cosine".
 * @throws {ShapeError} If there is no checkpoint, or gradients are not alike in length.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { tracIn } from "noisebook";
 *
 * const training = { data: Float64Array.of(1, 0, 0, 2), count: 2, dim: 2 };
 * const targets = { data: Float64Array.of(1, 1), count: 1, dim: 2 };
 * assert.deepEqual([...tracIn([{ training, targets, rate: 0.5 }]).data], [0.5, 1]);
 * ```
 */
export function tracIn(
  checkpoints: readonly (Gradients & { rate?: number })[],
  measure: Exclude<Similarity, "distance"> = "dot",
): Points {
  return sum(
    checkpoints.map(({ training, targets, rate = 1 }) => {
      const scores = similarity(targets, training, measure);
      return { ...scores, data: scores.data.map((score) => rate * score) };
    }),
  );
}

export interface TrakOptions {
  /** λ as a share of the mean of K's diagonal. Default: 0.1. */
  damping?: number;
  /** Q's diagonal: the slope of the loss by each training picture's output. Default: 1, for gradients of the loss itself. */
  weights?: ArrayLike<number>;
}

/**
 * Estimates influence by a linear model in the gradients, φ(x) = ∇f(x; θ).
 *
 * τ(x) = φ(x)ᵀ (ΦᵀΦ + λI)⁻¹ Φᵀ Q = k(x)ᵀ (K + λI)⁻¹ Q with K = ΦΦᵀ and k(x) = Φφ(x), mean over models
 *
 * Park et al. 2023, "TRAK: Attributing Model Behavior at Scale", equation 13. The right side is the same without a random
 * projection: with fewer pictures than parameters, K is the smaller matrix. With gradients of |ε_θ|² this is D-TRAK
 * (Zheng et al. 2024, "Intriguing Properties of Data Attribution on Diffusion Models", equation 6).
 *
 * @param models Gradients at the parameters of each of some models that were trained alike.
 * @throws {ShapeError} If there is no model, or gradients are not alike in length.
 * @throws {RangeError} If damping is below 0, or K + λI is singular.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { trak } from "noisebook";
 *
 * const training = { data: Float64Array.of(1, 0, 0, 2), count: 2, dim: 2 };
 * const targets = { data: Float64Array.of(1, 1), count: 1, dim: 2 };
 * assert.deepEqual([...trak([{ training, targets }], { damping: 0 }).data], [1, 0.5]);
 * ```
 */
export function trak(models: readonly Gradients[], { damping = 0.1, weights }: TrakOptions = {}): Points {
  checkNumber(damping, { doing: "estimate influence", name: "damping", from: 0 });
  const all = sum(
    models.map(({ training, targets }) => {
      const kernel = similarity(training, training);
      const scores = similarity(targets, training);
      return { ...scores, data: choleskySolve(damped(kernel, damping), scores) };
    }),
  );
  const scale = (at: number) => (weights ? weights[at % all.dim] : 1) / models.length;
  return { ...all, data: all.data.map((score, at) => score * scale(at)) };
}

/** K + λI with λ = damping × the mean of K's diagonal. */
function damped({ data, count, dim }: Points, damping: number): Points {
  let trace = 0;
  for (let at = 0; at < count; at++) trace += data[at * dim + at];
  const raised = Float64Array.from(data);
  for (let at = 0; at < count; at++) raised[at * dim + at] += (damping * trace) / count;
  return { data: raised, count, dim };
}

function sum(parts: readonly Points[]): Points {
  if (parts.length === 0) throw new ShapeError("Cannot estimate influence: there are no gradients");
  const [first, ...others] = parts;
  for (const { count, dim } of others)
    if (count !== first.count || dim !== first.dim)
      throw new ShapeError(
        `Cannot estimate influence: gradients must be of as many pictures each time, got ${count} × ${dim} after ${first.count} × ${first.dim}`,
      );
  return {
    ...first,
    data: first.data.map((_, at) => parts.reduce((total, { data }) => total + data[at], 0)),
  };
}
