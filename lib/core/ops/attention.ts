import { hasKernel } from "../backend/kernel.ts";
import { checkShape, type Tensor } from "../tensor.ts";
import { tf } from "../tf.ts";

export interface AttentionOptions {
  /** Keys: [..., token, dim], with the leading axes of the queries. */
  k: Tensor<"... token dim">;
  /** Values: [..., token, value]. */
  v: Tensor<"... token value">;
  /** What the products are multiplied by. Default: 1/√dim. */
  scale?: number;
}

/**
 * Scaled dot-product attention: each query's mean of the values, weighted by how well it fits their keys.
 *
 * y = softmax(scale · q·kᵀ) · v
 *
 * Vaswani et al. 2017, "Attention Is All You Need", equation 1.
 *
 * @param q Queries: [..., query, dim]; the leading axes are batch and, if there are several, heads.
 * @returns One row of values per query: [..., query, value]; the caller owns it.
 * @throws {ShapeError} If the leading axes, the keys' dim or the number of values do not fit.
 *
 * @example A query that fits one key alone takes its value
 * ```ts
 * import assert from "node:assert/strict";
 * import { attention, toTensor } from "noisebook";
 *
 * const tokens = (...data: number[]) => toTensor({ data: Float32Array.from(data), count: 2, dim: 2 }).reshape([1, 2, 2]);
 * const y = attention(tokens(9, 0, 0, 9), { k: tokens(9, 0, 0, 9), v: tokens(1, 2, 3, 4) });
 * assert.deepEqual([...(await y.data())].map(Math.round), [1, 2, 3, 4]);
 * ```
 */
export function attention(
  q: Tensor<"... query dim">,
  { k, v, scale }: AttentionOptions,
): Tensor<"... query value"> {
  const lead = q.shape.slice(0, -2).map(String);
  const { dim } = checkShape("q", q, [...lead, "query", "dim"].join(" ") as "query dim");
  const { token } = checkShape("k", k, [...lead, "token", "dim"].join(" ") as "token dim", { dim });
  checkShape("v", v, [...lead, "token", "value"].join(" ") as "token value", { token });
  const looked = (queries: tf.Tensor): tf.Tensor =>
    tf.tidy(() => tf.matMul(weights(tf.matMul(queries, k, false, true), scale ?? 1 / Math.sqrt(dim)), v));
  return tf.tidy(() => {
    const parts = slices(q, token);
    return parts.length === 1 ? looked(q) : tf.concat(parts.map(looked), q.rank - 2);
  });
}

/** Most products that are held at once: 128 MiB of them. */
const mostProducts = 2 ** 25;

/** The queries in parts, each with so few that its products stay small: large pictures have a product for each two positions. */
function slices(q: tf.Tensor, tokens: number): tf.Tensor[] {
  const [queries] = q.shape.slice(-2);
  const count = Math.min(queries, Math.ceil(((q.size / q.shape[q.rank - 1]) * tokens) / mostProducts));
  if (count <= 1) return [q];
  const each = Math.ceil(queries / count);
  const sizes = Array.from({ length: Math.ceil(queries / each) }, (_, at) =>
    Math.min(each, queries - at * each),
  );
  return tf.split(q, sizes, q.rank - 2);
}

/** softmax(scale · x) over the last axis. */
function weights(x: tf.Tensor, scale: number): tf.Tensor {
  if (!hasKernel("ScaledSoftmax")) return tf.softmax(tf.mul(x, scale));
  const run = (name: string, inputs: Record<string, tf.Tensor>): tf.Tensor =>
    tf.engine().runKernel(name, inputs, { scale });
  const operation = tf.customGrad((...args) => {
    const [x, save] = args as [tf.Tensor, tf.GradSaveFunc];
    const value = run("ScaledSoftmax", { x });
    save([value]);
    return { value, gradFunc: (dy: tf.Tensor, [y]: tf.Tensor[]) => run("ScaledSoftmaxGrad", { dy, y }) };
  });
  return operation(x);
}
