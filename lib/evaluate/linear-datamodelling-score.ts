import type { Points } from "../core/points.ts";
import { ShapeError } from "../core/tensor.ts";
import { rankCorrelation } from "./rank-correlation.ts";
import type { Retrained } from "./retrain.ts";

export interface DatamodellingScore {
  /** Mean over targets, from −1 to 1; 0 for scores that say nothing. */
  mean: number;
  /** Standard error of the mean over targets. */
  error: number;
  /** For each target. */
  each: Float64Array;
}

/**
 * Judges scores of influence by models that were really trained: do the scores of a subset's rows add up to what training
 * on it did?
 *
 * LDS(x) = Spearman's ρ over subsets S_m of Σ_{z ∈ S_m} score(x, z) and −L(x; θ(S_m))
 *
 * Park et al. 2023, "TRAK: Attributing Model Behavior at Scale", definition 2.4.
 *
 * @param scores A row for each target, a column for each training row; above 0 for rows that lower the target's loss.
 * @param retrained What came of training on {@link halfSubsets}.
 * @throws {ShapeError} If scores and losses are not of as many targets, or there are fewer than two subsets.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, halfSubsets, linearDatamodellingScore, random, retrain } from "noisebook";
 *
 * const worth = [4, 1, 2, 8];
 * const learn = (subset: readonly number[]) => [-subset.reduce((sum, at) => sum + worth[at], 0)];
 * const subsets = halfSubsets(4, { subsets: 9, rng: random(1) });
 * const retrained = await collect(retrain(subsets, { learn, rng: random(2) }));
 * const scores = { data: Float64Array.from(worth), count: 1, dim: 4 };
 * assert.ok(Math.abs(linearDatamodellingScore(scores, retrained).mean - 1) < 1e-12);
 * ```
 */
export function linearDatamodellingScore(
  { data, count, dim }: Points,
  retrained: readonly Retrained[],
): DatamodellingScore {
  if (retrained.length < 2 || retrained.some(({ losses }) => losses.length !== count))
    throw new ShapeError(
      `Cannot judge scores of ${count} targets: two or more subsets with ${count} losses each are needed, got ${retrained.map(({ losses }) => losses.length).join(", ") || "none"}`,
    );
  const each = Float64Array.from({ length: count }, (_, target) => {
    const added = retrained.map(({ subset }) =>
      subset.reduce((sum, row) => sum + data[target * dim + row], 0),
    );
    return rankCorrelation(
      added,
      retrained.map(({ losses }) => -losses[target]),
    );
  });
  const mean = each.reduce((sum, value) => sum + value, 0) / count;
  const spread = each.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(count - 1, 1);
  return { mean, error: Math.sqrt(spread / count), each };
}
