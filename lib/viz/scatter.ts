/** Points of the plane: as dots while they can be told apart, as a density beyond that. */
import { encodePng } from "../core/png.ts";
import type { Points } from "../core/points.ts";
import { counted } from "./numbers.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { palette } from "./theme.ts";
import { titled, vegaFigure } from "./vega.ts";

export interface ScatterOptions {
  title?: string;
  /** The stretch of both axes, so that several figures can be compared; by default what holds all points. */
  range?: [number, number];
}

/** Up to so many points are dots. */
const mostDots = 600;
const side = 300;
const cells = 60;

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
  const bounds = boundsOf(points);
  if (bounds.finite === 0)
    throw new RangeError(
      `Cannot draw points: none of ${counted(points.count, "point")} has finite coordinates`,
    );
  const range = options.range ?? padded(bounds);
  if (!(range[0] < range[1]) || !range.every(Number.isFinite))
    throw new RangeError(`Cannot draw points: range must be two rising numbers, got ${range.join(", ")}`);
  const missing = points.count - bounds.finite;
  const notes = missing > 0 ? [`${counted(missing, "point")} not finite`] : [];
  const alt = [`${options.title ?? "Scatter"}: ${counted(points.count, "point")}`, ...notes].join("; ");
  const spec = {
    ...titled(options.title, notes),
    width: side,
    height: side,
    ...(points.count <= mostDots ? dots(points, range) : density(points, range)),
  };
  return vegaFigure(spec, alt);
}

function boundsOf({ data, count, dim }: Points): { low: number; high: number; finite: number } {
  let [low, high, finite] = [Infinity, -Infinity, 0];
  for (let index = 0; index < count; index++) {
    const [x, y] = [data[index * dim], data[index * dim + 1]];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    finite++;
    low = Math.min(low, x, y);
    high = Math.max(high, x, y);
  }
  return { low, high, finite };
}

/** A little air around the points, and room around a single one. */
function padded({ low, high }: { low: number; high: number }): [number, number] {
  const air = (high - low) * 0.05 || 1;
  return [low - air, high + air];
}

function axes(domain: [number, number]) {
  const scale = { domain, nice: false, zero: false };
  return {
    x: { field: "x", type: "quantitative", title: "first coordinate", scale },
    y: { field: "y", type: "quantitative", title: "second coordinate", scale },
  };
}

function dots({ data, count, dim }: Points, range: [number, number]) {
  const values = Array.from({ length: count }, (_, index) => ({
    x: Number(data[index * dim].toPrecision(5)),
    y: Number(data[index * dim + 1].toPrecision(5)),
  })).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  return {
    data: { values },
    mark: { type: "circle", size: 18, opacity: 0.6, color: palette.blue, clip: true },
    encoding: axes(range),
  };
}

/** One picture of the whole density, an enlarged pixel for each cell: a mark for each would weigh 300 kB. */
function density(points: Points, range: [number, number]) {
  const url = `data:image/png;base64,${Buffer.from(encodePng(densityRaster(points, range))).toString("base64")}`;
  const middle = (range[0] + range[1]) / 2;
  return {
    data: { values: [{ x: middle, y: middle }] },
    mark: { type: "image", url, width: side, height: side, aspect: false },
    encoding: axes(range),
  };
}

function densityRaster({ data, count, dim }: Points, [low, high]: [number, number]) {
  const counts = new Float64Array(cells * cells);
  const cell = (value: number) => Math.floor(((value - low) / (high - low)) * cells);
  for (let index = 0; index < count; index++) {
    const [x, y] = [cell(data[index * dim]), cell(data[index * dim + 1])];
    if (x >= 0 && x < cells && y >= 0 && y < cells) counts[(cells - 1 - y) * cells + x]++;
  }
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const zoom = side / cells;
  const pixels = new Uint8Array(side * side * 3);
  for (let at = 0; at < side * side; at++) {
    const count = counts[Math.floor(at / side / zoom) * cells + Math.floor((at % side) / zoom)];
    // The square root keeps thin regions visible beside dense ones.
    pixels.set(shade(Math.sqrt(count / most)), at * 3);
  }
  return { data: pixels, width: side, height: side, channels: 3 };
}

/** From white paper to dark blue. */
function shade(share: number): [number, number, number] {
  return [255 - share * 255, 255 - share * 190, 255 - share * 110].map(Math.round) as [
    number,
    number,
    number,
  ];
}
