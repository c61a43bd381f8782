/** Any numbers over any others, as lines. */
import { counted, finiteRange, short } from "./numbers.ts";
import { drawn, seriesChannels, seriesNames } from "./series.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { palette } from "./theme.ts";
import { titled, vegaFigure } from "./vega.ts";

/** One line. */
export interface Series {
  name: string;
  /** Where each value lies on the horizontal axis; 0, 1, 2 … by default. */
  x?: ArrayLike<number>;
  y: ArrayLike<number>;
}

export interface AxisOptions {
  /** What the axis shows, with its unit. */
  title: string;
  /** A logarithmic axis; values that are not above 0 are left out. Default: false. */
  log?: boolean;
}

export interface LineChartOptions {
  /** One to seven lines. */
  series: readonly Series[];
  x: AxisOptions;
  y: AxisOptions;
  title?: string;
  /** A dot at each value. Default: only where a line has a single one. */
  points?: boolean;
}

/** Longer lines are thinned: of each stretch the lowest and the highest value stay. */
const mostPoints = 300;

interface Place {
  x: number;
  y: number | null;
}

/**
 * Draws numbers over others as lines, told apart by colour and dash. A value that is not a finite number, or not above 0 on
 * a logarithmic axis, leaves a gap.
 *
 * A line of more than 300 points is thinned to the lowest and the highest value of each stretch, so that no spike is lost.
 *
 * @throws {RangeError} If there is no series or more than seven, if x and y of one differ in length, or if nothing can be drawn.
 *
 * @example Two rates
 * ```ts
 * import assert from "node:assert/strict";
 * import { lineChart } from "noisebook";
 *
 * const series = [
 *   { name: "linear", x: [1, 2, 3], y: [1, 2, 3] },
 *   { name: "quadratic", x: [1, 2, 3], y: [1, 4, 9] },
 * ];
 * const figure = lineChart({ series, x: { title: "steps" }, y: { title: "cost (s)", log: true }, title: "Cost" });
 * assert.equal(figure.alt, "Cost: cost (s) over steps; linear from 1 to 3; quadratic from 1 to 9");
 * ```
 */
export function lineChart({ series, x, y, title, points = false }: LineChartOptions): SvgFigure {
  const names = seriesNames(series, "draw lines");
  const lines = series.map((each, index) => ({ name: names[index], ...placesOf(each, { x, y }) }));
  const found = lines.filter(({ places }) => places.some((place) => place.y !== null));
  if (found.length === 0)
    throw new RangeError(
      `Cannot draw lines: none of ${counted(
        lines.reduce((sum, { count }) => sum + count, 0),
        "value",
      )} can be drawn`,
    );
  const missing = lines.reduce((sum, each) => sum + each.missing, 0);
  const notes = missing > 0 ? [`${counted(missing, "value")} left out`] : [];
  const facts = found.map(({ name, first, last }) => `${name} from ${short(first)} to ${short(last)}`);
  const alt = [`${title ?? "Lines"}: ${y.title} over ${x.title}`, ...facts, ...notes].join("; ");
  const values = lines.flatMap(({ name, places }) =>
    inPieces(places).map((place) => ({ series: name, ...place })),
  );
  const alone = points || found.some(({ places }) => places.length < 2);
  const spec = {
    ...titled(title, notes),
    data: { values },
    width: 420,
    height: 220,
    mark: { type: "line", color: palette.blue, tooltip: true, point: alone && { filled: true, size: 22 } },
    encoding: {
      x: { field: "x", type: "quantitative", title: x.title, ...axis(x), sort: null },
      y: { field: "y", type: "quantitative", title: y.title, ...axis(y) },
      order: { field: "order", type: "quantitative" },
      // Lines end at a hole on every version of Vega-Lite.
      detail: { field: "piece" },
      ...(series.length > 1 ? seriesChannels("series") : {}),
    },
  };
  return vegaFigure(spec, alt);
}

function axis({ log = false }: AxisOptions) {
  return log
    ? { scale: { type: "log" }, axis: { format: "~g", tickCount: 6 } }
    : { scale: { zero: false }, axis: { tickCount: 6 } };
}

/** The points of a line that are drawn, in their order, with a hole where a value is left out. */
function placesOf({ name, x, y }: Series, axes: { x: AxisOptions; y: AxisOptions }) {
  if (x && x.length !== y.length)
    throw new RangeError(
      `Cannot draw lines: x and y of ${name} must have the same length, got ${x.length} and ${y.length}`,
    );
  const fits = (value: number, { log = false }: AxisOptions) => Number.isFinite(value) && (!log || value > 0);
  const all: (Place & { order: number })[] = [];
  let [missing, first, last] = [0, Number.NaN, Number.NaN];
  for (let index = 0; index < y.length; index++) {
    const at = x ? x[index] : index;
    const isThere = fits(at, axes.x) && fits(y[index], axes.y);
    if (!isThere) missing++;
    else {
      last = y[index];
      if (Number.isNaN(first)) first = last;
    }
    if (fits(at, axes.x)) all.push({ order: index, x: drawn(at), y: isThere ? drawn(y[index]) : null });
  }
  return { count: y.length, missing, first, last, places: thinned(all) };
}

/** Of each stretch of a long line the first hole, the lowest and the highest value, in their order. */
function thinned<P extends Place>(places: P[]): P[] {
  if (places.length <= mostPoints) return places;
  const size = Math.ceil(places.length / (mostPoints / 2));
  return Array.from({ length: Math.ceil(places.length / size) }, (_, at) => {
    const stretch = places.slice(at * size, (at + 1) * size);
    const { low, high } = finiteRange(stretch.map(({ y }) => y ?? Number.NaN));
    const kept = [
      stretch.find(({ y }) => y === null),
      stretch.find(({ y }) => y === low),
      stretch.find(({ y }) => y === high),
    ];
    return stretch.filter((place) => kept.includes(place));
  }).flat();
}

/** The values alone, numbered by the piece between two holes that they lie in. */
function inPieces<P extends Place>(places: P[]): (P & { piece: number })[] {
  let piece = 0;
  return places.flatMap((place) => {
    if (place.y !== null) return [{ ...place, piece }];
    piece++;
    return [];
  });
}
