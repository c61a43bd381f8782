import { checkNumber } from "../core/check.ts";
import { combine } from "../core/combine.ts";
import { checkAlike, type HostValues } from "../core/values.ts";

/**
 * Goes from one noise to another along the sphere on which noise lies, row by row.
 *
 * sin((1 − f)·ω)/sin ω · from + sin(f·ω)/sin ω · to, ω the angle between the rows
 *
 * Shoemake 1985, "Animating Rotation with Quaternion Curves". The straight line between two draws of N(0, I) passes
 * through points that are too short to be noise, and a model makes poor pictures of these. Rows that point (almost) the
 * same way or opposite ways have no arc between them and are joined by the straight line.
 *
 * @param options
 * @param options.fraction 0 gives `from`, 1 gives `to`.
 * @throws {ShapeError} If the two differ in kind or shape.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { slerp } from "noisebook";
 *
 * const from = { data: Float64Array.of(1, 0), count: 1, dim: 2 };
 * const to = { data: Float64Array.of(0, 1), count: 1, dim: 2 };
 * const { data } = slerp(from, to, { fraction: 0.5 });
 * assert.ok(Math.abs(Math.hypot(data[0], data[1]) - 1) < 1e-12);
 * ```
 */
export function slerp<X extends HostValues>(from: X, to: X, { fraction }: { fraction: number }): X {
  checkAlike(to, from, { name: "to", like: "from" });
  checkNumber(fraction, { doing: "interpolate", name: "fraction" });
  const width = from.data.length / from.count;
  const shares = Array.from({ length: from.count }, (_, row) => {
    const [left, right] = [from, to].map(({ data }) => data.subarray(row * width, (row + 1) * width));
    const cosine = dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
    if (!(Math.abs(cosine) < 0.9995)) return [1 - fraction, fraction];
    const angle = Math.acos(cosine);
    return [1 - fraction, fraction].map((share) => Math.sin(share * angle) / Math.sin(angle));
  });
  return combine([shares.map(([share]) => share), from], [shares.map(([, share]) => share), to]);
}

function dot(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += left[index] * right[index];
  return sum;
}
