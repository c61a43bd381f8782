/** Metrics and people's ratings of some models, side by side. */
import type { Comparison } from "../evaluate/compare-models.ts";
import { dotColours, dotPanels } from "./dot-panels.ts";
import { short } from "./numbers.ts";
import type { SvgFigure } from "./svg-figure.ts";

/**
 * Draws what {@link compareModels} put together: a panel for each metric (blue) and each rating (orange), a dot for each
 * model with its interval of 95 %.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { compareModels, modelComparison, random } from "noisebook";
 *
 * const figure = modelComparison(compareModels({ v1: { right: [0, 1] }, v2: { right: [1, 1] } }, { rng: random(1) }));
 * assert.match(figure.alt, /right: v1 0.5, v2 1/);
 * ```
 */
export function modelComparison({ models, metrics, correlations }: Comparison): SvgFigure {
  const panels = metrics.map(({ name, kind, better, values, agreement }) => ({
    title: name,
    note: [
      better === "lower" ? "less is better" : "more is better",
      ...(agreement && Number.isFinite(agreement.value) ? [`α ${short(agreement.value)}`] : []),
    ].join(", "),
    colour: dotColours[kind],
    dots: values.flatMap((value, at) => (value ? [{ name: models[at], ...value }] : [])),
  }));
  const ranked = [...new Set(correlations.map(({ metric }) => metric))];
  const notes = ranked.map((name) => {
    const own = correlations.filter(({ metric }) => metric === name);
    return `${name} and people's order: ${own.map(({ rating, correlation }) => `${rating} ρ ${short(correlation)}`).join(", ")}`;
  });
  return dotPanels(panels, { title: `Comparison of ${models.join(", ")}`, notes });
}
