/** Σ cᵢ·xᵢ: the one operation from which the forward process, the targets and the samplers are made. */
import { ShapeError, type Tensor } from "./tensor.ts";
import { tf } from "./tf.ts";
import { checkAlike, type HostValues, isTensor, shapeOf, type Values } from "./values.ts";

/** A factor: one number, or one for each row. */
export type Coefficient = number | ArrayLike<number>;

/** One summand of `combine`: the factor and what it multiplies. */
export type Term<X extends Values> = readonly [Coefficient, X];

/**
 * Adds values, each times a factor: Σ cᵢ·xᵢ, so that a formula in code reads like the formula.
 *
 * @param terms Pairs of a factor (one number, or one per row) and values, all of one kind and shape.
 * @returns Values of the kind that came; Float64 if any summand is, otherwise Float32. The caller owns a tensor.
 * @throws {ShapeError} If the values differ in kind or shape, or the factors do not fit the rows.
 *
 * @example x_t = √ᾱ·x_0 + √(1 − ᾱ)·ε
 * ```ts
 * import assert from "node:assert/strict";
 * import { combine } from "noisebook";
 *
 * const x0 = { data: Float64Array.of(1, 2), count: 1, dim: 2 };
 * const eps = { data: Float64Array.of(10, 20), count: 1, dim: 2 };
 * const xt = combine([0.6, x0], [0.8, eps]);
 * assert.deepEqual([...xt.data], [0.6 + 8, 1.2 + 16]);
 * ```
 */
export function combine<X extends Values>(...terms: [Term<X>, ...Term<X>[]]): X {
  const first = terms[0][1];
  const rows = shapeOf(first)[0] ?? 1;
  terms.forEach(([factor, x], index) => {
    if (index > 0) checkAlike(x, first, { name: `summand ${index + 1}`, like: "the first" });
    checkFactor(factor, rows);
  });
  const sum = isTensor(first)
    ? combineTensors(terms as readonly Term<Values>[] as readonly Term<Tensor>[])
    : combineHost(terms as readonly Term<Values>[] as readonly Term<HostValues>[]);
  return sum as Values as X;
}

/**
 * Checks that a factor is one number or has one for each row.
 *
 * @throws {ShapeError} `Cannot combine: expected 1 or 2 factors for 2 rows, got 3`
 */
export function checkFactor(factor: Coefficient, rows: number): void {
  if (typeof factor !== "number" && factor.length !== rows)
    throw new ShapeError(
      `Cannot combine: expected 1 or ${rows} factors for ${rows} rows, got ${factor.length}`,
    );
}

/** Applies a function to a factor, or to the factor of each row. */
export function mapCoefficient(factor: Coefficient, f: (value: number) => number): Coefficient {
  return typeof factor === "number" ? f(factor) : Float64Array.from(factor, f);
}

/** Applies a function of two numbers to two factors, row by row where one of them has rows. */
export function zipCoefficients(
  left: Coefficient,
  right: Coefficient,
  f: (left: number, right: number) => number,
): Coefficient {
  if (typeof left === "number")
    return typeof right === "number" ? f(left, right) : mapCoefficient(right, (value) => f(left, value));
  return Float64Array.from(left, (value, row) => f(value, typeof right === "number" ? right : right[row]));
}

function combineTensors(terms: readonly Term<Tensor>[]): Tensor {
  return tf.tidy(() =>
    terms
      .map(([factor, x]) => tf.mul(x, typeof factor === "number" ? factor : column(factor, x)))
      .reduce((sum, product) => tf.add(sum, product)),
  );
}

/** One factor per row as a tensor that broadcasts over all other axes. */
export function column(factors: ArrayLike<number>, { rank }: Tensor): Tensor {
  return tf.tensor(Float32Array.from(factors), [factors.length, ...Array<number>(rank - 1).fill(1)]);
}

function combineHost(terms: readonly Term<HostValues>[]): HostValues {
  const [, first] = terms[0];
  const double = terms.some(([, { data }]) => data instanceof Float64Array);
  const data = new (double ? Float64Array : Float32Array)(first.data.length);
  const width = data.length / first.count;
  const factors = terms.map(([factor]) => factor);
  const inputs = terms.map(([, x]) => x.data);
  for (let row = 0; row < first.count; row++) {
    const scale = factors.map((factor) => (typeof factor === "number" ? factor : factor[row]));
    for (let index = row * width; index < (row + 1) * width; index++) {
      let sum = 0;
      for (let term = 0; term < inputs.length; term++) sum += scale[term] * inputs[term][index];
      data[index] = sum;
    }
  }
  return { ...first, data } as HostValues;
}
