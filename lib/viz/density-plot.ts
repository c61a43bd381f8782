/** Where in the plane data are: a density, points on it, or both. */
import type { Points } from "../core/points.ts";
import { counted } from "./numbers.ts";
import {
  checkPlaneRange,
  type Density,
  densityLayer,
  dotsLayer,
  type PlaneRange,
  planeSide,
  stretchOf,
} from "./plane.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { palette } from "./theme.ts";
import { titled, vegaFigure } from "./vega.ts";

export interface DensityPlotOptions {
  /** Points to draw as dots on the density; without a density they are the density. */
  points?: Points;
  /** A function of x and y, such as that of a mixture, or points that are counted. */
  density?: Density;
  /** The stretch of both axes; by default what holds all points. */
  range?: PlaneRange;
  title?: string;
}

/** More dots than this hide what lies below. */
const mostDots = 500;

/**
 * Draws a density in shades of blue, the darker the denser (by its square root, so that thin regions are seen), and points
 * on it as dots. Points alone are counted into a density; of many beside one every k-th is drawn.
 *
 * @throws {RangeError} If there are neither points nor a density, no range for a function, or no finite point.
 *
 * @example Samples on the density that they should have
 * ```ts
 * import assert from "node:assert/strict";
 * import { densityPlot } from "noisebook";
 *
 * const points = { data: Float64Array.of(0, 0, 1, 1), count: 2, dim: 2 };
 * const density = (x: number, y: number) => Math.exp(-(x * x + y * y) / 2);
 * assert.match(densityPlot({ points, density, range: [-3, 3] }).alt, /Density with 2 points/);
 * ```
 */
export function densityPlot({ points, density, range, title }: DensityPlotOptions): SvgFigure {
  const doing = "draw a density";
  if (!points && !density) throw new RangeError(`Cannot ${doing}: give points, a density, or both`);
  if (points && points.dim < 2)
    throw new RangeError(`Cannot draw points of dimension ${points.dim}: two coordinates are needed`);
  const known = points ?? (typeof density === "object" ? density : undefined);
  const stretch = known && stretchOf(known);
  if (stretch?.finite === 0)
    throw new RangeError(
      `Cannot ${doing}: none of ${counted(known?.count ?? 0, "point")} has finite coordinates`,
    );
  if (!range && !stretch) throw new RangeError(`Cannot ${doing}: a function needs a range of both axes`);
  const ends = checkPlaneRange(range ?? stretch!.range, doing);
  const shown = points && density ? everyKth(points) : undefined;
  const isThinned = shown && points && shown.count < points.count;
  const notes = [
    ...(isThinned
      ? [`${counted(shown.count, "point")} of ${points.count.toLocaleString("en-US")} drawn`]
      : []),
    ...(points && stretch && stretch.finite < points.count
      ? [`${counted(points.count - stretch.finite, "point")} not finite`]
      : []),
  ];
  const what = [title ?? "Density", points && (density ? "with " : "of ") + counted(points.count, "point")];
  const alt = [what.filter(Boolean).join(" "), ...notes].join("; ");
  const layer = [
    densityLayer(density ?? points!, ends),
    ...(shown ? [dotsLayer(shown, ends, palette.vermilion)] : []),
  ];
  return vegaFigure({ ...titled(title, notes), width: planeSide, height: planeSide, layer }, alt);
}

function everyKth({ data, count, dim }: Points): Points {
  const step = Math.ceil(count / mostDots);
  const kept = Math.ceil(count / step);
  const values = Float64Array.from(
    { length: kept * 2 },
    (_, at) => data[Math.floor(at / 2) * step * dim + (at % 2)],
  );
  return { data: values, count: kept, dim: 2 };
}
