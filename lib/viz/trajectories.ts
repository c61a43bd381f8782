/** The ways of points through the plane, from noise to data. */
import type { Points } from "../core/points.ts";
import { counted } from "./numbers.ts";
import {
  checkPlaneRange,
  type Density,
  densityLayer,
  type PlaneRange,
  planeAxes,
  planeSide,
  stretchOf,
} from "./plane.ts";
import { drawn } from "./series.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { ink, palette } from "./theme.ts";
import { titled, vegaFigure } from "./vega.ts";

/** The places that one point goes through. */
export type Path = readonly ArrayLike<number>[];

export interface TrajectoriesOptions {
  /** What lies below the ways: a function of x and y, or points that are counted. */
  density?: Density;
  /** The stretch of both axes; by default what holds all that is drawn. */
  range?: PlaneRange;
  title?: string;
}

/** More ways, or more places in all, than this are thinned evenly; the ends of each stay. */
const mostPaths = 60;
const mostPlaces = 1800;

/**
 * Draws the ways of points through the plane: a hollow circle where each starts, a line, a dot where it ends.
 *
 * @param paths A list of ways, each a list of [x, y]; or the points after each step of a sampling, in the order of the steps:
 *   row i of all of them is one way.
 * @throws {RangeError} If there is no way, one has a single place, or the steps differ in their number of points.
 *
 * @example The steps of a sampling
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, cosineSchedule, mixture, random, sample, trajectories } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[2, 1]], deviations: [0.1] });
 * const steps = await collect(sample(exact, { schedule: cosineSchedule(), steps: 10, count: 5, rng: random(1) }));
 * assert.match(trajectories(steps.map(({ x }) => x)).alt, /5 ways of 10 places/);
 * ```
 */
export function trajectories(
  paths: readonly Path[] | readonly Points[],
  { density, range, title }: TrajectoriesOptions = {},
): SvgFigure {
  const doing = "draw ways";
  const { count, kept } = isSteps(paths)
    ? waysOf(paths)
    : { count: paths.length, kept: evenly(paths, mostPaths) };
  const places = kept.reduce((most, { length }) => Math.max(most, length), 0);
  if (places < 2)
    throw new RangeError(
      `Cannot ${doing}: at least one way of two places is needed, got ${counted(count, "way")} of ${counted(places, "place")}`,
    );
  const lines = kept.map((path) => evenly(path, Math.max(2, Math.floor(mostPlaces / kept.length))));
  const all = lines.flat();
  const data = Float64Array.from({ length: all.length * 2 }, (_, at) => all[at >> 1][at % 2]);
  const stretch = stretchOf({ data, count: all.length, dim: 2 });
  if (stretch.finite === 0) throw new RangeError(`Cannot ${doing}: no place has finite coordinates`);
  const ends = checkPlaneRange(range ?? stretch.range, doing);
  const notes = kept.length < count ? [`${kept.length} of ${count.toLocaleString("en-US")} drawn`] : [];
  const alt = [
    `${title ?? "Trajectories"}: ${counted(count, "way")} of ${counted(places, "place")}`,
    ...notes,
  ].join("; ");
  const layer = [...(density ? [densityLayer(density, ends)] : []), ...wayLayers(lines, ends)];
  return vegaFigure({ ...titled(title, notes), width: planeSide, height: planeSide, layer }, alt);
}

function isSteps(paths: readonly Path[] | readonly Points[]): paths is readonly Points[] {
  return paths.length > 0 && "data" in paths[0];
}

/** How many rows the steps have, and of some of them, row i of every step as way i. */
function waysOf(steps: readonly Points[]): { count: number; kept: Path[] } {
  const { count } = steps[0];
  const odd = steps.find((step) => step.count !== count || step.dim < 2);
  if (odd)
    throw new RangeError(
      `Cannot draw ways: each step must have ${counted(count, "point")} of two coordinates, got ${counted(odd.count, "point")} of ${odd.dim}`,
    );
  const rows = evenly(
    Array.from({ length: count }, (_, row) => row),
    mostPaths,
  );
  const kept = rows.map((row) => steps.map(({ data, dim }) => [data[row * dim], data[row * dim + 1]]));
  return { count, kept };
}

/** At most so many of a list, evenly, its ends among them. */
function evenly<T>(list: readonly T[], most: number): T[] {
  const count = Math.min(list.length, most);
  return Array.from(
    { length: count },
    (_, at) => list[count === 1 ? 0 : Math.round((at * (list.length - 1)) / (count - 1))],
  );
}

function wayLayers(lines: Path[], range: PlaneRange) {
  const values = lines.flatMap((line, path) =>
    line.map((place, order) => ({ path, order, x: drawn(place[0]), y: drawn(place[1]) })),
  );
  const encoding = planeAxes(range);
  const ends = (which: (line: Path) => ArrayLike<number>) => ({
    values: lines.map(which).map((place) => ({ x: drawn(place[0]), y: drawn(place[1]) })),
  });
  return [
    {
      data: { values },
      mark: { type: "line", strokeWidth: 1, opacity: 0.75, color: palette.vermilion, clip: true },
      encoding: { ...encoding, detail: { field: "path" }, order: { field: "order" } },
    },
    {
      data: ends((line) => line[0]),
      mark: { type: "point", size: 28, strokeWidth: 1.2, color: ink, opacity: 1, clip: true },
      encoding,
    },
    {
      data: ends((line) => line[line.length - 1]),
      mark: { type: "circle", size: 36, color: palette.black, opacity: 1, clip: true },
      encoding,
    },
  ];
}
