/** What a model may predict, and how each kind follows from each other. */
import { checkOneOf } from "../core/check.ts";
import { type Coefficient, combine, zipCoefficients } from "../core/combine.ts";
import { tidy } from "../core/tidy.ts";
import type { Values } from "../core/values.ts";

/**
 * What a model predicts:
 *
 * - "x0": the clean data
 * - "eps": the noise ε (Ho et al. 2020)
 * - "v": v = a·ε − s·x_0 (Salimans and Ho 2022, "Progressive Distillation for Fast Sampling of Diffusion Models")
 * - "flow": the velocity ε − x_0 (Liu et al. 2022, "Flow Straight and Fast")
 */
export type Target = "x0" | "eps" | "v" | "flow";

export const targets: readonly Target[] = ["x0", "eps", "v", "flow"];

/** The factors of x = a·x_0 + s·ε, each one number or one per row. A `Level` is one. */
export interface Mix {
  a: Coefficient;
  s: Coefficient;
}

/** Each kind as a sum of x_0 and ε. */
const rows: Record<Target, (a: number, s: number) => [x0: number, eps: number]> = {
  x0: () => [1, 0],
  eps: () => [0, 1],
  v: (a, s) => [-s, a],
  flow: () => [-1, 1],
};

/**
 * Returns what a model of this kind should have predicted, from the data and the noise.
 *
 * @param target The kind of prediction.
 * @param of The data, the noise, and the factors of x = a·x_0 + s·ε.
 * @returns Values like x0; the caller owns a tensor.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { targetOf } from "noisebook";
 *
 * const x0 = { data: Float64Array.of(1), count: 1, dim: 1 };
 * const eps = { data: Float64Array.of(2), count: 1, dim: 1 };
 * assert.deepEqual(targetOf("v", { x0, eps, a: 0.8, s: 0.6 }).data, Float64Array.of(0.8 * 2 - 0.6));
 * ```
 */
export function targetOf<X extends Values>(target: Target, of: { x0: X; eps: X } & Mix): X {
  checkOneOf(target, { doing: "compute a target", name: "target", names: targets });
  const row = (index: 0 | 1) => zipCoefficients(of.a, of.s, (a, s) => rows[target](a, s)[index]);
  return tidy(of.x0, () => combine([row(0), of.x0], [row(1), of.eps]));
}

export interface ConvertOptions<X extends Values> extends Mix {
  /** The kind that the prediction has. */
  from: Target;
  /** The kind that is wanted. */
  to: Target;
  /** The noised data that the prediction was made for. */
  x: X;
}

/**
 * Turns a prediction of one kind into another.
 *
 * x = a·x_0 + s·ε and prediction = p·x_0 + q·ε are two equations for x_0 and ε; the wanted kind is a sum of these. With
 * a² + s² = 1 and from "v": x_0 = a·x − s·v and ε = s·x + a·v.
 *
 * @returns Values like the prediction; the caller owns a tensor.
 * @throws {RangeError} If the prediction says nothing about what is wanted: ε where no data are left (a = 0), or x_0
 *   where there is no noise (s = 0).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { convert } from "noisebook";
 *
 * const x = { data: Float64Array.of(2), count: 1, dim: 1 };
 * const eps = { data: Float64Array.of(0.5), count: 1, dim: 1 };
 * const x0 = convert(eps, { from: "eps", to: "x0", x, a: 0.8, s: 0.6 });
 * assert.equal(x0.data[0].toFixed(6), ((2 - 0.6 * 0.5) / 0.8).toFixed(6));
 * ```
 */
export function convert<X extends Values>(prediction: X, { from, to, x, a, s }: ConvertOptions<X>): X {
  const doing = "convert a prediction";
  checkOneOf(from, { doing, name: "from", names: targets });
  checkOneOf(to, { doing, name: "to", names: targets });
  const factor = (index: 0 | 1) => zipCoefficients(a, s, (a, s) => conversion(from, to, { a, s })[index]);
  return tidy(x, () => combine([factor(0), x], [factor(1), prediction]));
}

/** The factors of x and of the prediction that give the wanted kind. */
function conversion(from: Target, to: Target, { a, s }: { a: number; s: number }): [number, number] {
  if (from === to) return [0, 1];
  const [p, q] = rows[from](a, s);
  const [u, w] = rows[to](a, s);
  const determinant = a * q - s * p;
  if (determinant === 0)
    throw new RangeError(
      `Cannot convert a prediction: ${from} says nothing of ${to} where ${a === 0 ? "no data are left (a = 0)" : "there is no noise (s = 0)"}; predict v instead`,
    );
  return [(u * q - w * p) / determinant, (w * a - u * s) / determinant];
}
