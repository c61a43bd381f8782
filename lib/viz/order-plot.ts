/** How fast the error of samplers falls. */
import { slope } from "../core/slope.ts";
import { counted, short } from "./numbers.ts";
import { drawn, seriesChannels, seriesNames } from "./series.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { titled, vegaFigure } from "./vega.ts";

/** The errors of one sampler. */
export interface OrderSeries {
  name: string;
  /** How often the model was asked, for each run. */
  evaluations: ArrayLike<number>;
  /** The error of each run. */
  error: ArrayLike<number>;
  /** The p of error ∝ evaluations^−p, of {@link measureOrder}; its sign does not matter. Fitted to the points by default. */
  slope?: number;
}

/**
 * Draws errors over evaluations, both logarithmic: dots for the runs, and the line error ∝ evaluations^−p through them.
 * A method of order p falls p decades in one.
 *
 * @throws {RangeError} If there is no series or more than seven, if one has no error above 0, or its lists differ in length.
 *
 * @example Euler's method is of order 1
 * ```ts
 * import assert from "node:assert/strict";
 * import { orderPlot } from "noisebook";
 *
 * const figure = orderPlot([{ name: "Euler", evaluations: [10, 100], error: [0.1, 0.01] }]);
 * assert.match(figure.alt, /Euler of order 1/);
 * ```
 */
export function orderPlot(series: readonly OrderSeries[], { title }: { title?: string } = {}): SvgFigure {
  const names = seriesNames(series, "draw orders");
  const lines = series.map((each, index) => {
    const runs = runsOf(each);
    const order = Math.abs(each.slope ?? fitted(runs));
    return { name: names[index], runs, order, label: `${names[index]}: order ${order.toFixed(2)}` };
  });
  const alt = `${title ?? "Error over evaluations"}: ${lines.map(({ name, order }) => `${name} of order ${short(order)}`).join("; ")}`;
  const x = {
    field: "evaluations",
    type: "quantitative",
    title: "evaluations of the model",
    scale: { type: "log", nice: false, padding: 12 },
    axis: { format: "~g", tickCount: 5 },
  };
  const y = {
    field: "error",
    type: "quantitative",
    title: "error (distance to the exact end)",
    scale: { type: "log" },
    axis: { format: "~g", tickCount: 6 },
  };
  const channels = seriesChannels("series");
  const layer = [
    {
      data: { values: lines.flatMap((line) => lineThrough(line)) },
      mark: { type: "line", strokeWidth: 1.5 },
      encoding: { x, y, ...channels },
    },
    {
      data: { values: lines.flatMap(({ label, runs }) => runs.map((run) => ({ series: label, ...run }))) },
      mark: { type: "point", filled: true, size: 45, opacity: 1, tooltip: true },
      encoding: { x, y, color: channels.color },
    },
  ];
  return vegaFigure({ ...titled(title, []), width: 380, height: 240, layer }, alt);
}

interface Run {
  evaluations: number;
  error: number;
}

/** The runs that have a place on logarithmic axes. */
function runsOf({ name, evaluations, error }: OrderSeries): Run[] {
  if (evaluations.length !== error.length)
    throw new RangeError(
      `Cannot draw orders: ${name} must have an error for each of ${counted(evaluations.length, "run")}, got ${error.length}`,
    );
  const runs = Array.from(error, (value, at) => ({
    evaluations: evaluations[at],
    error: drawn(value),
  })).filter(
    ({ evaluations, error }) => evaluations > 0 && error > 0 && Number.isFinite(evaluations * error),
  );
  if (runs.length === 0) throw new RangeError(`Cannot draw orders: no error of ${name} is a number above 0`);
  return runs;
}

/** The slope of the straight line through the logarithms; 0 of runs with one number of evaluations. */
function fitted(runs: Run[]): number {
  const x = runs.map(({ evaluations }) => Math.log(evaluations));
  const y = runs.map(({ error }) => Math.log(error));
  return slope(x, y) || 0;
}

/** The two ends of the line of a slope through the middle of the runs. */
function lineThrough({ label, runs, order }: { label: string; runs: Run[]; order: number }) {
  const middle = {
    x: mean(runs.map(({ evaluations }) => Math.log(evaluations))),
    y: mean(runs.map(({ error }) => Math.log(error))),
  };
  const all = runs.map(({ evaluations }) => evaluations);
  return [Math.min(...all), Math.max(...all)].map((evaluations) => ({
    series: label,
    evaluations,
    error: drawn(Math.exp(middle.y - order * (Math.log(evaluations) - middle.x))),
  }));
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
