import { breathe } from "../core/breathe.ts";
import { checkInteger } from "../core/check.ts";
import type { Points } from "../core/points.ts";
import { type Random, random } from "../core/random.ts";
import { ShapeError } from "../core/tensor.ts";

/**
 * Draws subsets of half the rows, by lot and independently: the ground truth of influence is what models that are trained
 * on them do.
 *
 * @param count How many rows there are.
 * @param options
 * @param options.subsets How many subsets.
 */
export function halfSubsets(count: number, { subsets, rng }: { subsets: number; rng: Random }): number[][] {
  checkInteger(count, { doing: "draw subsets", name: "count", from: 2 });
  checkInteger(subsets, { doing: "draw subsets", name: "subsets", from: 1 });
  const all = Array.from({ length: count }, (_, at) => at);
  return Array.from({ length: subsets }, () =>
    rng
      .shuffle(all)
      .slice(0, Math.floor(count / 2))
      .sort((a, b) => a - b),
  );
}

/** All rows but one: subset i lacks row i. */
export function leaveOneOutSubsets(count: number): number[][] {
  const all = Array.from({ length: count }, (_, at) => at);
  return all.map((left) => all.filter((at) => at !== left));
}

/** What models did that were trained on one subset. */
export interface Retrained {
  /** 0 for the first subset, and how many there are. */
  index: number;
  subsets: number;
  subset: readonly number[];
  /** The loss of each target, mean over the seeds. */
  losses: Float64Array;
}

export interface RetrainOptions {
  /** Trains on these rows and returns the loss of each target. */
  learn: (subset: readonly number[], rng: Random) => ArrayLike<number> | Promise<ArrayLike<number>>;
  /** Models for each subset. Default: 1. */
  seeds?: number;
  /** Seed k is the same stream for every subset, so that chance is no reason for a difference. */
  rng: Random;
  /** Stops before the next model: the loop throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Trains on each subset and yields what came of it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, leaveOneOutSubsets, random, retrain } from "noisebook";
 *
 * const rows = [1, 2, 6];
 * const learn = (subset: readonly number[]) => [subset.reduce((sum, at) => sum + rows[at], 0) / subset.length];
 * const means = await collect(retrain(leaveOneOutSubsets(3), { learn, rng: random(1) }));
 * assert.deepEqual(means.map(({ losses }) => losses[0]), [4, 3.5, 1.5]);
 * ```
 */
export async function* retrain(
  subsets: readonly (readonly number[])[],
  { learn, seeds = 1, rng, signal }: RetrainOptions,
): AsyncGenerator<Retrained, void> {
  checkInteger(seeds, { doing: "train again", name: "seeds", from: 1 });
  const streams = Array.from({ length: seeds }, () => rng.integer(2 ** 32));
  for (const [index, subset] of subsets.entries()) {
    let losses: Float64Array | undefined;
    for (const seed of streams) {
      signal?.throwIfAborted();
      const own = Float64Array.from(await learn(subset, random(seed)), (loss) => loss / seeds);
      losses = losses ? losses.map((sum, at) => sum + own[at]) : own;
      await breathe();
    }
    yield { index, subsets: subsets.length, subset, losses: losses! };
  }
}

/**
 * The exact influence of each row: how much larger each target's loss is without it.
 *
 * @param whole The loss of each target after training on all rows.
 * @param without What came of {@link leaveOneOutSubsets}, in its order.
 * @returns A row for each target, a column for each training row.
 */
export function leaveOneOut(whole: ArrayLike<number>, without: readonly Retrained[]): Points {
  const data = new Float64Array(whole.length * without.length);
  without.forEach(({ losses }, column) => {
    if (losses.length !== whole.length)
      throw new ShapeError(
        `Cannot compare losses: all rows gave ${whole.length} of them, without row ${column} there are ${losses.length}`,
      );
    for (let target = 0; target < whole.length; target++)
      data[target * without.length + column] = losses[target] - whole[target];
  });
  return { data, count: whole.length, dim: without.length };
}
