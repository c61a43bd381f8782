/** Points of the plane: as dots while they can be told apart, as a density beyond that. */
import type { Points } from "../core/points.ts";
import { counted } from "./numbers.ts";
import {
  checkPlaneRange,
  countOutside,
  densityLayer,
  dotsLayer,
  type PlaneRange,
  planeSide,
  stretchOf,
} from "./plane.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { titled, vegaFigure } from "./vega.ts";

export interface ScatterOptions {
  title?: string;
  /** The stretch of both axes, so that several figures can be compared; by default what holds all points. */
  range?: PlaneRange;
}

/** Up to so many points are dots. */
const mostDots = 600;

/**
 * Draws points of the plane (the first two coordinates of each). More than 600 are drawn as a density: the darker a cell,
 * the more points it holds.
 *
 * @throws {RangeError} If no point has two finite coordinates, or the range is not two rising numbers.
 *
 * @example Two points
 * ```ts
 * import assert from "node:assert/strict";
 * import { scatter } from "noisebook";
 *
 * assert.match(scatter({ data: Float64Array.of(0, 0, 1, 1), count: 2, dim: 2 }).alt, /2 points/);
 * ```
 */
export function scatter(points: Points, options: ScatterOptions = {}): SvgFigure {
  if (points.dim < 2)
    throw new RangeError(`Cannot draw points of dimension ${points.dim}: two coordinates are needed`);
  const { range: stretch, finite } = stretchOf(points);
  if (finite === 0)
    throw new RangeError(
      `Cannot draw points: none of ${counted(points.count, "point")} has finite coordinates`,
    );
  const range = checkPlaneRange(options.range ?? stretch, "draw points");
  const missing = points.count - finite;
  const outside = countOutside(points, range);
  const notes = [
    ...(missing > 0 ? [`${counted(missing, "point")} not finite`] : []),
    ...(outside > 0 ? [`${counted(outside, "point")} outside the axes`] : []),
  ];
  const alt = [`${options.title ?? "Scatter"}: ${counted(points.count, "point")}`, ...notes].join("; ");
  const spec = {
    ...titled(options.title, notes),
    width: planeSide,
    height: planeSide,
    ...(points.count <= mostDots ? dotsLayer(points, range) : densityLayer(points, range)),
  };
  return vegaFigure(spec, alt);
}
