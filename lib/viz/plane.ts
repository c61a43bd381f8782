/** The plane as a chart's ground: a square with the same stretch on both axes, and a density as shades of blue on it. */
import type { Points } from "../core/points.ts";
import { colourAt, paperRamp } from "./colour-ramp.ts";
import { finiteRange } from "./numbers.ts";
import { rasterMark } from "./raster-mark.ts";
import { palette } from "./theme.ts";

/** The stretch of both axes. */
export type PlaneRange = readonly [low: number, high: number];

/** How dense a place is: a function of its coordinates, or points that are counted. */
export type Density = ((x: number, y: number) => number) | Points;

/** The side of the square, in pixels. */
export const planeSide = 300;
const cells = 60;
const shades = 16;

/** @throws {RangeError} If the range is not two rising numbers. */
export function checkPlaneRange(range: PlaneRange, doing: string): PlaneRange {
  if (range?.length === 2 && range[0] < range[1] && range.every(Number.isFinite)) return range;
  throw new RangeError(`Cannot ${doing}: range must be two rising numbers, got ${range?.join(", ")}`);
}

/** Points of a line as points of the plane: their second coordinate is 0. Others stay as they are. */
export function onPlane({ data, count, dim }: Points): Points {
  if (dim > 1) return { data, count, dim };
  const placed = Float64Array.from({ length: 2 * count }, (_, at) => (at % 2 === 0 ? data[at / 2] : 0));
  return { data: placed, count, dim: 2 };
}

/** How many finite points lie outside of the range. */
export function countOutside({ data, count, dim }: Points, range: PlaneRange): number {
  let outside = 0;
  for (let index = 0; index < count; index++) {
    const point = [data[index * dim], data[index * dim + 1]];
    if (point.every(Number.isFinite) && !point.every((value) => isWithin(value, range))) outside++;
  }
  return outside;
}

function isWithin(value: number, [low, high]: PlaneRange): boolean {
  return value >= low && value <= high;
}

/** The smallest stretch that holds all finite points with a little air, and how many are finite. */
export function stretchOf({ data, count, dim }: Points): { range: PlaneRange; finite: number } {
  let [low, high, finite] = [Infinity, -Infinity, 0];
  for (let index = 0; index < count; index++) {
    const [x, y] = [data[index * dim], data[index * dim + 1]];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    finite++;
    low = Math.min(low, x, y);
    high = Math.max(high, x, y);
  }
  const air = (high - low) * 0.05 || 1;
  return { range: [low - air, high + air], finite };
}

/** Both axes of the plane, of the fields x and y. */
export function planeAxes(domain: PlaneRange) {
  const scale = { domain, nice: false, zero: false };
  return {
    x: { field: "x", type: "quantitative", title: "first coordinate", scale },
    y: { field: "y", type: "quantitative", title: "second coordinate", scale },
  };
}

/** One picture of the whole density, an enlarged pixel for each cell. */
export function densityLayer(density: Density, range: PlaneRange, opacity = 1) {
  const values = typeof density === "function" ? sampled(density, range) : counted(density, range);
  const most = finiteRange(values).high || 1;
  // The square root keeps thin regions visible beside dense ones; steps keep the picture light, and read as heights do.
  const colour = (row: number, column: number) =>
    colourAt(
      paperRamp,
      Math.round(shades * Math.sqrt(Math.max(0, values[row * cells + column] || 0) / most)) / shades,
    );
  const middle = (range[0] + range[1]) / 2;
  return {
    data: { values: [{ x: middle, y: middle }] },
    mark: {
      ...rasterMark(
        { columns: cells, rows: cells, colour },
        { width: planeSide, height: planeSide, smooth: false },
      ),
      opacity,
    },
    encoding: planeAxes(range),
  };
}

/** A dot for each finite point in the range: of those outside nothing is seen, and resvg stops at a clip that leaves nothing. */
export function dotsLayer({ data, count, dim }: Points, range: PlaneRange, colour: string = palette.blue) {
  const values = Array.from({ length: count }, (_, index) => ({
    x: Number(data[index * dim].toPrecision(5)),
    y: Number(data[index * dim + 1].toPrecision(5)),
  })).filter(({ x, y }) => isWithin(x, range) && isWithin(y, range));
  return {
    data: { values },
    mark: { type: "circle", size: 18, opacity: 0.6, color: colour, clip: true },
    encoding: planeAxes(range),
  };
}

/** The density in the middle of each cell, rows from the top. */
function sampled(density: (x: number, y: number) => number, [low, high]: PlaneRange): Float64Array {
  const at = (cell: number) => low + ((cell + 0.5) / cells) * (high - low);
  return Float64Array.from({ length: cells * cells }, (_, index) =>
    density(at(index % cells), at(cells - 1 - Math.floor(index / cells))),
  );
}

/** How many points lie in each cell, rows from the top. */
function counted({ data, count, dim }: Points, [low, high]: PlaneRange): Float64Array {
  const counts = new Float64Array(cells * cells);
  const cell = (value: number) => Math.floor(((value - low) / (high - low)) * cells);
  for (let index = 0; index < count; index++) {
    const [x, y] = [cell(data[index * dim]), cell(data[index * dim + 1])];
    if (x >= 0 && x < cells && y >= 0 && y < cells) counts[(cells - 1 - y) * cells + x]++;
  }
  return counts;
}
