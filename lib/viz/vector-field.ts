/** A direction at each place of the plane: scores, velocities. */
import { checkInteger } from "../core/check.ts";
import { evenRamp, rampScale } from "./colour-ramp.ts";
import { short } from "./numbers.ts";
import {
  checkPlaneRange,
  type Density,
  densityLayer,
  type PlaneRange,
  planeAxes,
  planeSide,
} from "./plane.ts";
import { drawn } from "./series.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { titled, vegaFigure } from "./vega.ts";

export interface VectorFieldOptions {
  /** The stretch of both axes. */
  range: PlaneRange;
  /** Arrows along each side. Default: 13. */
  count?: number;
  /** What lies below the arrows: a function of x and y, or points that are counted. */
  density?: Density;
  title?: string;
  /** What the length of an arrow is, with its unit. Default: "length". */
  unit?: string;
}

interface Arrow {
  x: number;
  y: number;
  dx: number;
  dy: number;
  size: number;
}

/**
 * Draws a vector field as arrows on a grid: the score ∇ₓ log p(x) points to where data are denser, a velocity to where a
 * point flows.
 *
 * Their lengths go with the square root of the vectors', so that weak ones stay visible beside strong ones; the colour
 * tells the true length.
 *
 * @param field (x, y) → [dx, dy]. A value that is not finite has no arrow.
 * @throws {RangeError} If the range is not two rising numbers, count not an integer from 2 to 40, or no vector is finite.
 *
 * @example The score of the standard normal distribution is −x
 * ```ts
 * import assert from "node:assert/strict";
 * import { vectorField } from "noisebook";
 *
 * const figure = vectorField((x, y) => [-x, -y], { range: [-2, 2], count: 5, title: "Score" });
 * assert.match(figure.alt, /Score: 25 arrows on \[−2, 2\]², lengths from 0 to 2.26/);
 * ```
 */
export function vectorField(
  field: (x: number, y: number) => ArrayLike<number>,
  { range, count = 13, density, title, unit = "length" }: VectorFieldOptions,
): SvgFigure {
  checkPlaneRange(range, "draw a vector field");
  checkInteger(count, { doing: "draw a vector field", name: "count", from: 2, to: 40 });
  const arrows = arrowsOf(field, { range, count });
  if (arrows.length === 0)
    throw new RangeError("Cannot draw a vector field: it has no finite vector in the range");
  const sizes = arrows.map(({ size }) => size);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const missing = count * count - arrows.length;
  const notes = missing > 0 ? [`${missing} vectors not finite`] : [];
  const span = `[${short(range[0])}, ${short(range[1])}]²`.replaceAll("-", "−");
  const alt = [
    `${title ?? "Vector field"}: ${arrows.length} arrows on ${span}, lengths from ${short(least)} to ${short(most)}`,
    ...notes,
  ].join("; ");
  const layer = [
    ...(density ? [densityLayer(density, range, 0.6)] : []),
    ...arrowLayers(arrows, { range, count, most, unit }),
  ];
  return vegaFigure({ ...titled(title, notes), width: planeSide, height: planeSide, layer }, alt);
}

function arrowsOf(
  field: (x: number, y: number) => ArrayLike<number>,
  { range: [low, high], count }: { range: PlaneRange; count: number },
): Arrow[] {
  const at = (index: number) => low + ((index + 0.5) / count) * (high - low);
  return Array.from({ length: count * count }, (_, index) => {
    const [x, y] = [at(index % count), at(Math.floor(index / count))];
    const { 0: dx, 1: dy } = field(x, y);
    return { x, y, dx, dy, size: Math.hypot(dx, dy) };
  }).filter(({ size }) => Number.isFinite(size));
}

function drawnArrow({ x, y, dx, dy, size }: Arrow, { cell, most }: { cell: number; most: number }) {
  // From the vector to half an arrow: the longest fills its cell.
  const half = size > 0 ? (0.48 * cell * Math.sqrt(size / most)) / size : 0;
  return {
    x: drawn(x - half * dx),
    y: drawn(y - half * dy),
    x2: drawn(x + half * dx),
    y2: drawn(y + half * dy),
    size: drawn(size),
    // Vega turns clockwise, from up.
    angle: Math.round((Math.atan2(dx, dy) * 180) / Math.PI),
  };
}

/** Shafts and heads; an arrow's middle lies where its vector was taken. */
function arrowLayers(
  arrows: Arrow[],
  { range, count, most, unit }: { range: PlaneRange; count: number; most: number; unit: string },
) {
  const cell = (range[1] - range[0]) / count;
  const values = arrows.map((arrow) => drawnArrow(arrow, { cell, most }));
  const { x, y } = planeAxes(range);
  const color = {
    field: "size",
    type: "quantitative",
    scale: rampScale(evenRamp.slice(0, -2), [0, most || 1]),
    legend: { title: unit },
  };
  const head = Math.max(8, Math.min(40, 420 / count));
  return [
    {
      data: { values },
      mark: { type: "rule", strokeWidth: 1.5, clip: true, tooltip: true },
      encoding: { x, y, x2: { field: "x2" }, y2: { field: "y2" }, color },
    },
    {
      data: { values: values.filter(({ size }) => size > 0) },
      mark: { type: "point", shape: "triangle-up", filled: true, size: head, opacity: 1, clip: true },
      encoding: {
        x: { ...x, field: "x2" },
        y: { ...y, field: "y2" },
        angle: { field: "angle", type: "quantitative", scale: null },
        color,
      },
    },
  ];
}
