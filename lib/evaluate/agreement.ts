/** How far raters agree beyond chance: 1 in full, 0 as if they had drawn lots, below 0 against each other. */

import { checkInteger, checkOneOf } from "../core/check.ts";
import { count } from "../core/count.ts";
import type { Random } from "../core/random.ts";
import { ShapeError } from "../core/tensor.ts";
import { bootstrap, type WithInterval } from "./bootstrap.ts";

const weightings = ["none", "linear", "quadratic"] as const;

/** How much a disagreement counts: all alike, by its distance, or by the square of its distance. */
export type Weighting = (typeof weightings)[number];

export interface AgreementOptions {
  /** Draws items again, for the interval. */
  rng: Random;
  /** Default: 1000. */
  draws?: number;
}

/**
 * Cohen's kappa of two raters.
 *
 * κ = 1 − Σ w_ij o_ij / Σ w_ij e_ij, for observed shares o and those of independent raters e; w_ij is 1 off the diagonal,
 * |i − j| or (i − j)²
 *
 * Cohen 1960, "A Coefficient of Agreement for Nominal Scales"; Cohen 1968, "Weighted kappa". The interval is a bootstrap
 * over items.
 *
 * @param first Ratings of one rater: a word or a number for each item.
 * @param options
 * @param options.weights Default: "none". Others need numbers.
 * @returns NaN if both give everything the same rating: then chance explains all.
 * @throws {ShapeError} If the raters have not rated as many items.
 * @throws {RangeError} If there are fewer than 2 items, or weights are asked of ratings that are no finite numbers.
 *
 * @example 50 items, 35 alike: κ = (0.7 − 0.5)/(1 − 0.5)
 * ```ts
 * import assert from "node:assert/strict";
 * import { cohenKappa, random } from "noisebook";
 *
 * const first = [...Array(25).fill("yes"), ...Array(25).fill("no")];
 * const second = [...Array(20).fill("yes"), ...Array(5).fill("no"), ...Array(10).fill("yes"), ...Array(15).fill("no")];
 * assert.equal(cohenKappa(first, second, { rng: random(1) }).value.toFixed(12), "0.400000000000");
 * ```
 */
export function cohenKappa(
  first: readonly (string | number)[],
  second: readonly (string | number)[],
  { weights = "none", ...options }: AgreementOptions & { weights?: Weighting },
): WithInterval {
  const doing = "measure Cohen's kappa";
  checkOneOf(weights, { doing, name: "weights", names: weightings });
  if (first.length !== second.length)
    throw new ShapeError(
      `Cannot ${doing}: both raters must rate the same items, got ${first.length} and ${second.length}`,
    );
  checkInteger(first.length, { doing, name: "items", from: 2 });
  const wrong = [...first, ...second].find((rating) => !isRating(rating, weights !== "none"));
  if (wrong !== undefined)
    throw new RangeError(
      `Cannot ${doing}: ratings must be ${weights === "none" ? "words or " : ""}finite numbers, got ${wrong}`,
    );
  const cost = (a: string | number, b: string | number) =>
    weights === "none" ? Number(a !== b) : Math.abs(Number(a) - Number(b)) ** (weights === "linear" ? 1 : 2);
  return bootstrap(
    first.length,
    (indices) =>
      kappaOf(
        indices.map((at) => first[at]),
        indices.map((at) => second[at]),
        cost,
      ),
    options,
  );
}

function isRating(rating: unknown, numeric: boolean): boolean {
  return typeof rating === "number" ? Number.isFinite(rating) : typeof rating === "string" && !numeric;
}

function kappaOf<R>(first: R[], second: R[], cost: (a: R, b: R) => number): number {
  const observed = first.reduce((sum, rating, at) => sum + cost(rating, second[at]), 0) / first.length;
  let expected = 0;
  const [ofFirst, ofSecond] = [count(first), count(second)];
  for (const [a, timesA] of ofFirst)
    for (const [b, timesB] of ofSecond) expected += cost(a, b) * timesA * timesB;
  expected /= first.length ** 2;
  return expected > 0 ? 1 - observed / expected : Number.NaN;
}

/**
 * Fleiss' kappa of any number of raters, as many for each item, who need not be the same.
 *
 * κ = (P̄ − P̄_e)/(1 − P̄_e), for the share of agreeing pairs P̄ and P̄_e = Σ p_j² of the shares of categories
 *
 * Fleiss 1971, "Measuring nominal scale agreement among many raters".
 *
 * @param counts For each item, how many raters chose each category.
 * @returns NaN if only one category was ever chosen.
 * @throws {ShapeError} If the items have not as many categories each.
 * @throws {RangeError} If there are fewer than 2 items or raters, a count is no whole number, or items have not as many raters.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { fleissKappa, random } from "noisebook";
 *
 * assert.equal(fleissKappa([[3, 0], [0, 3]], { rng: random(1) }).value, 1);
 * ```
 */
export function fleissKappa(counts: readonly (readonly number[])[], options: AgreementOptions): WithInterval {
  const doing = "measure Fleiss' kappa";
  checkInteger(counts.length, { doing, name: "items", from: 2 });
  const raters = counts[0].reduce((sum, count) => sum + count, 0);
  checkInteger(raters, { doing, name: "raters", from: 2 });
  counts.forEach((row, item) => {
    if (row.length !== counts[0].length)
      throw new ShapeError(
        `Cannot ${doing}: item ${item} must have ${counts[0].length} categories, got ${row.length}`,
      );
    for (const count of row) checkInteger(count, { doing, name: `a count of item ${item}`, from: 0 });
    const own = row.reduce((sum, count) => sum + count, 0);
    if (own !== raters)
      throw new RangeError(`Cannot ${doing}: item ${item} must have ${raters} raters, got ${own}`);
  });
  return bootstrap(
    counts.length,
    (indices) =>
      fleissOf(
        indices.map((at) => counts[at]),
        raters,
      ),
    options,
  );
}

function fleissOf(rows: readonly (readonly number[])[], raters: number): number {
  const shares = new Float64Array(rows[0].length);
  let agreeing = 0;
  for (const row of rows)
    row.forEach((count, category) => {
      shares[category] += count / (rows.length * raters);
      agreeing += (count * (count - 1)) / (rows.length * raters * (raters - 1));
    });
  const chance = shares.reduce((sum, share) => sum + share ** 2, 0);
  return 1 - chance > 1e-12 ? (agreeing - chance) / (1 - chance) : Number.NaN;
}
