import { count } from "../core/count.ts";
import { checkShape, type Scalar, type Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";

export interface ClipLossOptions {
  /** Embeddings of the texts, row i belonging to picture i; of length 1. */
  texts: Tensor<"batch feature">;
  /** What the similarities are multiplied by, 1/temperature: a number or a scalar tensor. */
  scale: number | Tensor<"">;
  /** What each row shows: rows with the same label all count as right. Default: every row shows something else. */
  labels?: ArrayLike<number>;
}

/**
 * CLIP's loss, symmetric InfoNCE: how hard it is to find each picture's text among the batch, and each text's picture.
 *
 * l = s · I · Tᵀ, loss = −½ (mean_i Σ_j p_ij ln softmax_j(l_ij) + mean_j Σ_i p_ij ln softmax_i(l_ij)),
 * p_ij = 1 where i = j; with labels, equal shares for all rows of the same label
 *
 * Oord et al. 2018, "Representation Learning with Contrastive Predictive Coding", equation 4; Radford et al. 2021, "Learning
 * Transferable Visual Models From Natural Language Supervision", figure 3.
 *
 * @param images Embeddings of the pictures, of length 1: [batch, feature].
 * @returns A scalar that the caller owns: ln(batch) when nothing is known, 0 when all are found for sure.
 * @throws {ShapeError} If there are not as many texts as pictures, or they have other features.
 *
 * @example Two pairs that cannot be told apart cost ln 2
 * ```ts
 * import assert from "node:assert/strict";
 * import { clipLoss, toTensor } from "noisebook";
 *
 * const same = toTensor({ data: Float32Array.of(1, 0, 1, 0), count: 2, dim: 2 }).reshape([2, 2]);
 * const [loss] = await clipLoss(same, { texts: same, scale: 10 }).data();
 * assert.ok(Math.abs(loss - Math.log(2)) < 1e-6);
 * ```
 */
export function clipLoss(images: Tensor<"batch feature">, { texts, scale, labels }: ClipLossOptions): Scalar {
  const { batch, feature } = checkShape("images", images, "batch feature");
  checkShape("texts", texts, "batch feature", { batch, feature });
  if (labels) checkShape("labels", { shape: [labels.length] }, "batch", { batch });
  return tf.tidy(() => {
    const logits = tf.mul(tf.matMul(images, texts, false, true), scale);
    const shares = sharesOf(labels ?? Array.from({ length: batch }, (_, row) => row));
    const cost = (x: tf.Tensor) => tf.mean(tf.sum(tf.mul(tf.logSoftmax(x), shares), 1));
    return tf.mul(tf.add(cost(logits), cost(tf.transpose(logits))), -0.5) as tf.Scalar;
  });
}

/** p_ij, whose rows sum to 1; it is its own transpose. */
function sharesOf(labels: ArrayLike<number>): tf.Tensor2D {
  const counts = count(Array.from(labels));
  const rows = Array.from(labels, (row) =>
    Array.from(labels, (column) => (row === column ? 1 / counts.get(row)! : 0)),
  );
  return tf.tensor2d(rows);
}
