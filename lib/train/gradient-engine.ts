/** What computes the gradient of a batch: this thread, all at once or in parts, or several threads. */
import type { Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";
import type { Model } from "../model/model.ts";
import { type Batch, splitBatch } from "./batch.ts";
import { conditionOf, lossGradients } from "./loss-gradients.ts";

export interface BatchGradients {
  /** The mean squared error of each row, without its weight. */
  errors: Float32Array;
  /** ∂loss/∂θ in the order of `namedTensors`; the caller owns them. */
  gradients: Tensor[];
}

export interface GradientEngine {
  compute(batch: Batch): Promise<BatchGradients>;
  close(): Promise<void>;
}

/**
 * Computes gradients on this thread.
 *
 * @param parts In how many parts a batch goes through the model; more parts take less memory and give the same sum.
 */
export function ownGradients(model: Model, { parts }: { parts: number }): GradientEngine {
  return {
    async compute(batch) {
      const errors: number[] = [];
      let sums: Tensor[] = [];
      try {
        for (const part of splitBatch(batch, parts)) {
          const condition = await conditionOf(model, part);
          const found = lossGradients(model, part, { condition, rows: batch.x.count });
          sums = addAll(sums, found.gradients);
          const values = await found.errors.data();
          found.errors.dispose();
          errors.push(...values);
        }
      } catch (error) {
        tf.dispose(sums);
        throw error;
      }
      return { errors: Float32Array.from(errors), gradients: sums };
    },
    close: async () => undefined,
  };
}

/** Adds tensor by tensor, and frees what was added. */
function addAll(sums: Tensor[], more: Tensor[]): Tensor[] {
  if (sums.length === 0) return more;
  const added = sums.map((sum, index) => tf.add(sum, more[index]));
  tf.dispose([...sums, ...more]);
  return added;
}
