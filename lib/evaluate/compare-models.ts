import type { Random } from "../core/random.ts";
import { bootstrap, type WithInterval } from "./bootstrap.ts";
import type { RatingSheet } from "./checklist.ts";
import { rankCorrelation } from "./rank-correlation.ts";
import { summariseRatings } from "./rating-summary.ts";
import { mean } from "./rows.ts";

/** One figure of one model: the mean of a measure over pictures, or a figure of the whole set. */
export type MetricValues = number | ArrayLike<number>;

/** A metric, and what every model gets. */
export interface ComparedMetric {
  name: string;
  /** "metric" is computed, "rating" is said by people. */
  kind: "metric" | "rating";
  /** Whether more is better, or less. */
  better: "higher" | "lower";
  /** In the order of the models; nothing where a model was not measured. The interval is there for means over pictures. */
  values: ({ value: number; interval?: [number, number] } | undefined)[];
  /** Of a rating: how far raters agree. */
  agreement?: WithInterval;
}

export interface Comparison {
  models: string[];
  metrics: ComparedMetric[];
  /** For each metric and rating, Spearman's rank correlation over models: does the metric order models as people do? */
  correlations: { metric: string; rating: string; correlation: number }[];
}

/**
 * Puts metrics and people's ratings of some models, or of iterations of one, side by side.
 *
 * @param models By name, metrics by name: one figure, or a figure for each picture.
 * @param options
 * @param options.lower Names of metrics of which less is better: distances, copied pictures.
 * @param options.ratings People's ratings; a rating's `model` is the name here.
 * @throws {RangeError} If there is no model, or a metric has no figure or one that is not finite.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { compareModels, random } from "noisebook";
 *
 * const { metrics } = compareModels({ early: { right: [0, 1] }, late: { right: [1, 1] } }, { rng: random(1) });
 * assert.deepEqual(metrics[0].values.map((one) => one?.value), [0.5, 1]);
 * ```
 */
export function compareModels(
  models: Readonly<Record<string, Readonly<Record<string, MetricValues>>>>,
  {
    lower = [],
    ratings,
    ...options
  }: { lower?: readonly string[]; ratings?: RatingSheet; rng: Random; draws?: number },
): Comparison {
  const names = Object.keys(models);
  if (names.length === 0) throw new RangeError("Cannot compare models: there is no model");
  const measured = [...new Set(names.flatMap((name) => Object.keys(models[name])))].map(
    (name): ComparedMetric => ({
      name,
      kind: "metric",
      better: lower.includes(name) ? "lower" : "higher",
      values: names.map((model) => summarise(models[model][name], `${name} of ${model}`, options)),
    }),
  );
  const rated = (ratings ? summariseRatings(ratings, options) : []).map(
    ({ criterion, models: means, agreement }): ComparedMetric => ({
      name: criterion,
      kind: "rating",
      better: "higher",
      values: names.map((model) => means[model]),
      ...(agreement && { agreement }),
    }),
  );
  const correlations = measured.flatMap((metric) => rated.flatMap((rating) => correlate(metric, rating)));
  return { models: names, metrics: [...measured, ...rated], correlations };
}

function summarise(
  values: MetricValues | undefined,
  what: string,
  options: { rng: Random; draws?: number },
): ComparedMetric["values"][number] {
  if (values === undefined) return undefined;
  const list = typeof values === "number" ? [values] : Array.from(values);
  const wrong = list.find((value) => !Number.isFinite(value));
  if (list.length === 0 || wrong !== undefined)
    throw new RangeError(`Cannot compare models: ${what} must be finite numbers, got ${wrong ?? "none"}`);
  if (list.length === 1) return { value: list[0] };
  return bootstrap(list.length, (indices) => mean(indices.map((at) => list[at])), options);
}

/** Over the models that have both; fewer than three say nothing. */
function correlate(metric: ComparedMetric, rating: ComparedMetric): Comparison["correlations"] {
  const both = metric.values.flatMap((value, at) => {
    const other = rating.values[at];
    return value && other ? [[value.value, other.value]] : [];
  });
  if (both.length < 3) return [];
  const correlation = rankCorrelation(
    both.map(([value]) => value),
    both.map(([, value]) => value),
  );
  return [
    {
      metric: metric.name,
      rating: rating.name,
      correlation: correlation * (metric.better === "lower" ? -1 : 1),
    },
  ];
}
