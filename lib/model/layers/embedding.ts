import { checkInteger } from "../../core/check.ts";
import type { Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";
import type { Plan } from "../parameters.ts";

/** A learned row of numbers for each of a few things: words, places, classes. */
export interface EmbeddingParameters {
  table: Tensor<"item width">;
}

/** Plans a table of normal numbers. PyTorch's Embedding starts with deviation 1, CLIP's with 0.02. */
export function embeddingPlan({
  items,
  width,
  deviation = 1,
}: {
  items: number;
  width: number;
  deviation?: number;
}): Plan<EmbeddingParameters> {
  return { table: { shape: [items, width], deviation } };
}

/**
 * Looks up the rows of a table.
 *
 * y[i] = table[ids[i]]
 *
 * @param ids Numbers of rows, on the host.
 * @returns [ids.length, width]; the caller owns it. Its gradient flows to the rows that were asked for.
 * @throws {RangeError} If the table has no such row.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { embedding, toTensor } from "noisebook";
 *
 * const table = toTensor({ data: Float32Array.of(1, 2, 3), count: 3, dim: 1 }).reshape([3, 1]);
 * assert.deepEqual([...(await embedding({ table }, [2, 0, 2]).data())], [3, 1, 3]);
 * ```
 */
export function embedding({ table }: EmbeddingParameters, ids: ArrayLike<number>): Tensor<"id width"> {
  const last = table.shape[0] - 1;
  const rows = Int32Array.from(ids);
  for (const id of rows) checkInteger(id, { doing: "look up a table", name: "id", from: 0, to: last });
  return tf.tidy(() => tf.gather(table as tf.Tensor, tf.tensor1d(rows, "int32")));
}
