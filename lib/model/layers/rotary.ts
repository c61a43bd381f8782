import { checkInteger } from "../../core/check.ts";
import { checkShape, type Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";

export interface RotaryOptions {
  /** The place of each token; fractions are allowed. Default: 0, 1, 2, … */
  positions?: ArrayLike<number>;
  /** 2π times it is nearly the longest period. Default: 10,000. */
  base?: number;
}

/**
 * Rotary position embedding: turns each pair of neighbouring numbers by an angle that grows with the token's place, so
 * that the product of a query and a key depends on how far apart they stand.
 *
 * (x_{2i}, x_{2i+1}) ← (x_{2i} cos φ − x_{2i+1} sin φ, x_{2i} sin φ + x_{2i+1} cos φ), φ = position · base^(−2i/dim)
 *
 * Su et al. 2021, "RoFormer: Enhanced Transformer with Rotary Position Embedding", equation 34; the pairs are those of
 * Flux.
 *
 * @param x Queries or keys: [..., token, dim], dim even.
 * @returns Values of the shape of x; the caller owns it.
 * @throws {ShapeError} If there is not one position for each token.
 * @throws {RangeError} If dim is odd.
 *
 * @example A quarter of a turn
 * ```ts
 * import assert from "node:assert/strict";
 * import { rotary, toTensor } from "noisebook";
 *
 * const x = toTensor({ data: Float32Array.of(1, 0), count: 1, dim: 2 });
 * const [, second] = await rotary(x, { positions: [Math.PI / 2] }).data();
 * assert.equal(second.toFixed(6), "1.000000");
 * ```
 */
export function rotary<Axes extends string>(
  x: Tensor<Axes>,
  { positions, base = 10_000 }: RotaryOptions = {},
): Tensor<Axes> {
  const { token, dim } = checkShape("x", x, "... token dim");
  const half = dim / 2;
  checkInteger(half, { doing: "turn x", name: "half of dim", from: 1 });
  const places = positions ?? Float32Array.from({ length: token }, (_, at) => at);
  checkShape("positions", { shape: [places.length] }, "token", { token });
  const angles = Float32Array.from(
    { length: token * half },
    (_, at) => places[Math.floor(at / half)] * base ** (-(at % half) / half),
  );
  return tf.tidy(() => {
    const [cos, sin] = [Math.cos, Math.sin].map((wave) => tf.tensor(angles.map(wave), [token, half]));
    const pairs = tf.reshape(x, [...x.shape.slice(0, -1), half, 2]);
    const [a, b] = tf.unstack(pairs, pairs.rank - 1);
    const turned = [tf.sub(tf.mul(a, cos), tf.mul(b, sin)), tf.add(tf.mul(a, sin), tf.mul(b, cos))];
    return tf.reshape(tf.stack(turned, pairs.rank - 1), x.shape);
  });
}
