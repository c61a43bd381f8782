import { tf } from "./tf.ts";
import { isTensor, type Values } from "./values.ts";

/**
 * Computes a formula on values like `x`; of the tensors made on the way, only the result is kept.
 *
 * Host values need no tidying, so that one formula serves both.
 */
export function tidy<X extends Values>(x: X, formula: () => X): X {
  return isTensor(x) ? (tf.tidy(formula as () => never) as X) : formula();
}
