import type { Random } from "../core/random.ts";
import { bootstrap, type WithInterval } from "./bootstrap.ts";
import type { RatingSheet } from "./checklist.ts";
import { krippendorffAlpha } from "./krippendorff-alpha.ts";
import { mean } from "./rows.ts";

/** What raters said of one criterion. */
export interface CriterionSummary {
  criterion: string;
  /** Mean score of each model's pictures, by model, with its interval over pictures. */
  models: Record<string, WithInterval & { items: number }>;
  /** Krippendorff's alpha over pictures, for ordered levels; nothing if fewer than two pictures have two ratings. */
  agreement?: WithInterval;
}

/**
 * Sums a sheet of ratings up: for each criterion the mean of each model with its interval, and how far raters agree.
 *
 * A picture counts as the mean of its raters, so that one who rates much does not count more. Intervals are bootstraps over
 * pictures.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { addRating, fourCriteria, random, summariseRatings } from "noisebook";
 *
 * let sheet = { checklist: fourCriteria, ratings: [] } as Parameters<typeof addRating>[0];
 * for (const rater of ["Ada", "Bo"])
 *   for (const [item, score] of [["1.png", 5], ["2.png", 1]] as const)
 *     sheet = addRating(sheet, { item, rater, model: "v1", scores: { detail: score } });
 * const [detail] = summariseRatings(sheet, { rng: random(1) });
 * assert.deepEqual([detail.models.v1.value, detail.agreement?.value], [3, 1]);
 * ```
 */
export function summariseRatings(
  { checklist, ratings }: RatingSheet,
  options: { rng: Random; draws?: number },
): CriterionSummary[] {
  return checklist.criteria.flatMap(({ name: criterion }) => {
    const items = new Map<string, { model: string; scores: number[] }>();
    for (const { item, model, scores } of ratings) {
      if (!(criterion in scores)) continue;
      const key = `${model}\n${item}`;
      const known = items.get(key);
      if (known) known.scores.push(scores[criterion]);
      else items.set(key, { model, scores: [scores[criterion]] });
    }
    if (items.size === 0) return [];
    const all = [...items.values()];
    const models = Object.fromEntries(
      [...new Set(all.map(({ model }) => model))].map((model) => {
        const means = all.filter((item) => item.model === model).map(({ scores }) => mean(scores));
        const found = bootstrap(means.length, (indices) => mean(indices.map((at) => means[at])), options);
        return [model, { ...found, items: means.length }];
      }),
    );
    const twice = all.map(({ scores }) => scores).filter((scores) => scores.length > 1);
    if (twice.length < 2) return [{ criterion, models }];
    return [{ criterion, models, agreement: krippendorffAlpha(twice, { level: "ordinal", ...options }) }];
  });
}
