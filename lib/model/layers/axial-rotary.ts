import { checkInteger } from "../../core/check.ts";
import { checkShape, type Tensor } from "../../core/tensor.ts";
import { tf } from "../../core/tf.ts";

/** How far each pair of channels is turned at each token. */
export interface RotaryTable {
  cos: Tensor<"token dim">;
  /** With the sign of the first channel of each pair changed. */
  sin: Tensor<"token dim">;
}

export interface RotaryTableOptions {
  /** How many channels turn with each axis of the place; even numbers. */
  axes: readonly number[];
  /** The slowest pair of an axis turns about theta times slower than the fastest. Default: 10,000. */
  theta?: number;
}

/**
 * Makes the angles of rotary position embedding, for places with several axes, such as row and column.
 *
 * Pair i of an axis with d channels turns by position · theta^(−2i/d).
 *
 * Su et al. 2021, "RoFormer", equation 15; with an axis for each part of the channels as in Flux.
 *
 * @param positions For each token its place on each axis.
 * @returns Two tensors that the caller owns.
 * @throws {RangeError} If an axis has an odd number of channels.
 */
export function rotaryTable(
  positions: readonly (readonly number[])[],
  { axes, theta = 10_000 }: RotaryTableOptions,
): RotaryTable {
  for (const size of axes) checkInteger(size / 2, { doing: "turn tokens", name: "half of an axis", from: 1 });
  const dim = axes.reduce((sum, size) => sum + size, 0);
  const cos = new Float32Array(positions.length * dim);
  const sin = new Float32Array(positions.length * dim);
  let at = 0;
  for (const place of positions)
    axes.forEach((size, axis) => {
      for (let channel = 0; channel < size; channel += 2, at += 2) {
        const angle = place[axis] * theta ** (-channel / size);
        cos.fill(Math.cos(angle), at, at + 2);
        sin.set([-Math.sin(angle), Math.sin(angle)], at);
      }
    });
  const shape: [number, number] = [positions.length, dim];
  return { cos: tf.tensor2d(cos, shape), sin: tf.tensor2d(sin, shape) };
}

/**
 * Turns each pair of neighbouring channels by the angle of its token, so that a product of two tokens knows how far apart
 * they are.
 *
 * (a, b) → (a·cos − b·sin, b·cos + a·sin)
 *
 * Su et al. 2021, "RoFormer: Enhanced Transformer with Rotary Position Embedding", equation 34.
 *
 * @param x Queries or keys: [..., token, dim].
 * @returns Values of the shape of x; the caller owns it.
 * @throws {ShapeError} If the table has other tokens or channels.
 *
 * @example A quarter turn
 * ```ts
 * import assert from "node:assert/strict";
 * import { axialRotary, rotaryTable, toTensor } from "noisebook";
 *
 * const x = toTensor({ data: Float32Array.of(1, 0), count: 1, dim: 2 });
 * const turned = axialRotary(x, rotaryTable([[Math.PI / 2]], { axes: [2] }));
 * assert.deepEqual([...(await turned.data())].map(Math.round), [0, 1]);
 * ```
 */
export function axialRotary<Axes extends string>(x: Tensor<Axes>, { cos, sin }: RotaryTable): Tensor<Axes> {
  const { token, dim } = checkShape("the table", cos, "token dim");
  checkShape("x", x, "... token dim", { token, dim });
  return tf.tidy(() => {
    const pairs = tf.reshape(x, [-1, 2]);
    const swapped = tf.reshape(tf.reverse(pairs, 1), x.shape);
    return tf.add(tf.mul(x, cos), tf.mul(swapped, sin));
  });
}
