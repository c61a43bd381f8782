import { checkInteger } from "../core/check.ts";
import type { Points } from "../core/points.ts";
import { checkShape } from "../core/tensor.ts";

/** How well each query finds what it belongs to. */
export interface Retrieval {
  /** The share of queries whose own candidate is the nearest. */
  at1: number;
  /** The share whose own candidate is among the five nearest. */
  at5: number;
  /** The median over queries of their own candidate's place, from 1. */
  medianRank: number;
  /** What `at1` would be by chance. */
  chance: number;
}

/**
 * Measures retrieval: for each query, how many candidates are nearer than the one that it belongs to.
 *
 * @param queries Embeddings of length 1, such as a CLIP's of pictures.
 * @param candidates Embeddings of length 1, such as those of all captions.
 * @param own For each query, the number of its candidate.
 * @throws {ShapeError} If queries and candidates have other numbers of features.
 * @throws {RangeError} If a query's own candidate is not one of the candidates.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { retrieval } from "noisebook";
 *
 * const points = { data: Float32Array.of(1, 0, 0, 1), count: 2, dim: 2 };
 * assert.equal(retrieval(points, points, { own: [0, 1] }).at1, 1);
 * ```
 */
export function retrieval(
  queries: Points,
  candidates: Points,
  { own }: { own: ArrayLike<number> },
): Retrieval {
  const { dim } = candidates;
  checkShape("queries", { shape: [queries.count, queries.dim] }, "count dim", { dim, count: own.length });
  const ranks = Array.from(own, (mine, query) => {
    checkInteger(mine, { doing: "measure retrieval", name: "own", from: 0, to: candidates.count - 1 });
    const similarity = (candidate: number) => {
      let sum = 0;
      for (let at = 0; at < dim; at++)
        sum += queries.data[query * dim + at] * candidates.data[candidate * dim + at];
      return sum;
    };
    const right = similarity(mine);
    let rank = 1;
    for (let other = 0; other < candidates.count; other++)
      if (other !== mine && similarity(other) >= right) rank++;
    return rank;
  });
  const share = (most: number) => ranks.filter((rank) => rank <= most).length / ranks.length;
  const sorted = ranks.sort((a, b) => a - b);
  const medianRank = sorted[Math.floor(sorted.length / 2)];
  return { at1: share(1), at5: share(5), medianRank, chance: 1 / candidates.count };
}
