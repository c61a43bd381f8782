import { checkInteger, checkOneOf } from "../core/check.ts";
import { count } from "../core/count.ts";
import type { AgreementOptions } from "./agreement.ts";
import { bootstrap, type WithInterval } from "./bootstrap.ts";

const levels = ["nominal", "ordinal", "interval", "ratio"] as const;

/** What the numbers of a scale mean: names, ranks, distances, or amounts. */
export type ScaleLevel = (typeof levels)[number];

/**
 * Krippendorff's alpha of any number of raters, each of whom may have left items out.
 *
 * α = 1 − D_o/D_e, the observed disagreement of pairs of ratings of one item over that of all pairs of ratings
 *
 * Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability". Items with one rating say nothing and are left out. The
 * interval is a bootstrap over items.
 *
 * @param items For each item the ratings that it got, in any order; undefined where a rater gave none.
 * @param options
 * @param options.level What a difference of two ratings counts. Default: "nominal".
 * @returns NaN if all ratings are the same.
 * @throws {RangeError} If fewer than 2 items have two ratings, or a rating is no finite number.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { krippendorffAlpha, random } from "noisebook";
 *
 * const items = [[1, 1], [2, 2], [3, undefined]];
 * assert.equal(krippendorffAlpha(items, { rng: random(1) }).value, 1);
 * ```
 */
export function krippendorffAlpha(
  items: readonly (readonly (number | undefined)[])[],
  { level = "nominal", ...options }: AgreementOptions & { level?: ScaleLevel },
): WithInterval {
  const doing = "measure Krippendorff's alpha";
  checkOneOf(level, { doing, name: "level", names: levels });
  const rated = items
    .map((item) => item.filter((rating) => rating !== undefined))
    .filter((item) => item.length > 1);
  const wrong = rated.flat().find((rating) => !Number.isFinite(rating));
  if (wrong !== undefined)
    throw new RangeError(`Cannot ${doing}: ratings must be finite numbers, got ${wrong}`);
  checkInteger(rated.length, { doing, name: "the number of items with two ratings", from: 2 });
  return bootstrap(
    rated.length,
    (indices) =>
      alphaOf(
        indices.map((at) => rated[at]),
        level,
      ),
    options,
  );
}

function alphaOf(items: number[][], level: ScaleLevel): number {
  const counts = count(items.flat());
  const values = [...counts.keys()].sort((a, b) => a - b);
  const total = items.reduce((sum, item) => sum + item.length, 0);
  const apart = difference(level, values, counts);
  let observed = 0;
  for (const item of items) {
    let own = 0;
    for (const a of item) for (const b of item) own += apart(a, b);
    observed += own / (item.length - 1);
  }
  let expected = 0;
  for (const a of values) for (const b of values) expected += counts.get(a)! * counts.get(b)! * apart(a, b);
  expected /= total - 1;
  return expected > 0 ? 1 - observed / expected : Number.NaN;
}

/** δ² of two ratings; between ranks, by how many ratings lie from one to the other. */
function difference(
  level: ScaleLevel,
  values: number[],
  counts: Map<number, number>,
): (a: number, b: number) => number {
  if (level === "nominal") return (a, b) => Number(a !== b);
  if (level === "interval") return (a, b) => (a - b) ** 2;
  if (level === "ratio") return (a, b) => (a === b ? 0 : ((a - b) / (a + b)) ** 2);
  const middle = new Map<number, number>();
  let below = 0;
  for (const value of values) {
    middle.set(value, below + counts.get(value)! / 2);
    below += counts.get(value)!;
  }
  return (a, b) => (middle.get(a)! - middle.get(b)!) ** 2;
}
