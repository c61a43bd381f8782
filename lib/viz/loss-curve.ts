/** The loss over the steps of training. */
import { counted, short } from "./numbers.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { faintInk, palette } from "./theme.ts";
import { titled, vegaFigure } from "./vega.ts";

/** What the chart needs of a training step. */
export interface LossStep {
  step: number;
  loss: number;
}

export interface LossCurveOptions {
  title?: string;
  /** The loss that no model can go below, drawn as a line. */
  floor?: number;
  /** A logarithmic loss axis; false by default. */
  log?: boolean;
}

/** More steps than this are drawn in groups. */
const mostPoints = 200;

/**
 * Draws the loss over the steps of training. A long history is drawn in 200 groups of equal length: a line through their
 * means, and a band from the smallest to the largest loss of each.
 *
 * @throws {RangeError} If the history is empty, or none of its losses is a finite number.
 *
 * @example A short training
 * ```ts
 * import assert from "node:assert/strict";
 * import { lossCurve } from "noisebook";
 *
 * const history = [{ step: 1, loss: 1 }, { step: 2, loss: 0.5 }];
 * assert.match(lossCurve(history, { floor: 0.42 }).alt, /from 1 to 0.5/);
 * ```
 */
export function lossCurve(history: readonly LossStep[], options: LossCurveOptions = {}): SvgFigure {
  const { title, floor, log = false } = options;
  const drawable = history.filter(({ loss }) => Number.isFinite(loss) && (!log || loss > 0));
  const first = drawable[0];
  const last = drawable[drawable.length - 1];
  if (!first || !last)
    throw new RangeError(
      `Cannot draw the loss: none of ${counted(history.length, "step")} has a loss that can be drawn`,
    );
  const missing = history.length - drawable.length;
  const notes = [
    ...(floor === undefined ? [] : [`dashed: floor ${short(floor)}`]),
    ...(missing > 0 ? [`${counted(missing, "step")} without a loss that can be drawn`] : []),
  ];
  const span = `over ${counted(history.length, "step")}, from ${short(first.loss)} to ${short(last.loss)}`;
  const alt = [`${title ?? "Loss"} ${span}`, ...notes].join("; ");
  const values = grouped(drawable);
  const y = {
    type: "quantitative",
    title: "loss",
    scale: log ? { type: "log" } : { zero: false },
    axis: { format: "~g" },
  };
  const layer = [...historyLayers(y, values.length), ...(floor === undefined ? [] : [floorLayer(floor, y)])];
  return vegaFigure({ ...titled(title, notes), data: { values }, width: 420, height: 200, layer }, alt);
}

/** The band of each group, and the line through the means on it. */
function historyLayers(y: object, count: number) {
  const x = {
    field: "step",
    type: "quantitative",
    title: "training step",
    scale: { nice: false },
    axis: { format: ",d" },
  };
  return [
    {
      mark: { type: "area", color: palette.sky, opacity: 0.35 },
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
    },
    {
      mark: { type: "line", color: palette.blue, point: count < 2, tooltip: true },
      encoding: { x, y: { ...y, field: "loss" } },
    },
  ];
}

function grouped(history: readonly LossStep[]) {
  const size = Math.ceil(history.length / mostPoints);
  return Array.from({ length: Math.ceil(history.length / size) }, (_, index) => {
    const group = history.slice(index * size, (index + 1) * size);
    const losses = group.map(({ loss }) => loss);
    return {
      step: group[group.length - 1].step,
      loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
      low: Math.min(...losses),
      high: Math.max(...losses),
    };
  });
}

function floorLayer(floor: number, y: object) {
  return {
    data: { values: [{ floor }] },
    mark: { type: "rule", strokeDash: [4, 3], color: faintInk },
    encoding: { y: { ...y, field: "floor" } },
  };
}
