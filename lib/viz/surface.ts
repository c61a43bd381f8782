/** A function of two variables as a landscape. */
import { colourAt, evenRamp } from "./colour-ramp.ts";
import { averaged, extremes, type Matrix, type Table, tableOf } from "./matrix.ts";
import { counted, short } from "./numbers.ts";
import { plotlyFigure } from "./plotly.ts";
import { type Box, boxDrawing, eye, projection } from "./projection.ts";
import { drawn } from "./series.ts";
import type { SvgFigure } from "./svg-figure.ts";

export interface SurfaceOptions {
  /** Where the columns and the rows lie. Default: 0, 1, 2 … */
  x?: ArrayLike<number>;
  y?: ArrayLike<number>;
  title?: string;
  /** What the axes show, with their units. */
  axes?: { x?: string; y?: string; z?: string };
}

/** More cells along a side are averaged in blocks. */
const mostAcross = 80;
const mostStill = 34;

/**
 * Draws heights as a surface that can be turned: a loss over two weights, a density over the plane.
 *
 * @param heights Rows of heights, from the first y to the last; a value that is not finite is a hole.
 * @throws {RangeError} If there are fewer than two rows or columns, x or y do not fit, or no height is finite.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { surface } from "noisebook";
 *
 * assert.match(surface([[0, 1], [1, 2]], { title: "Slope" }).alt, /Slope: 2 rows by 2 columns, heights from 0 to 2/);
 * ```
 */
export function surface(heights: Matrix, { x, y, title, axes = {} }: SurfaceOptions = {}): SvgFigure {
  const table = tableOf(heights, "draw a surface");
  if (table.rows < 2 || table.columns < 2)
    throw new RangeError(
      `Cannot draw a surface: at least 2 rows and 2 columns are needed, got ${table.rows} and ${table.columns}`,
    );
  if ((x && x.length !== table.columns) || (y && y.length !== table.rows))
    throw new RangeError(
      `Cannot draw a surface: x and y must have ${table.columns} and ${table.rows} places, got ${x?.length ?? "none"} and ${y?.length ?? "none"}`,
    );
  const { low, high, finite } = extremes(table);
  if (finite === 0) throw new RangeError("Cannot draw a surface: no height is a finite number");
  const alt = `${title ?? "Surface"}: ${counted(table.rows, "row")} by ${counted(table.columns, "column")}, heights from ${short(low)} to ${short(high)}`;
  const titles = [axes.x ?? "x", axes.y ?? "y", axes.z ?? "height"] as const;
  const ends = { x: spanOf(x, table.columns), y: spanOf(y, table.rows) };
  const box: Box = { ranges: [ends.x, ends.y, low < high ? [low, high] : [low - 0.5, high + 0.5]], titles };
  const shown = averaged(table, mostAcross);
  const trace = {
    type: "surface",
    x: places(ends.x, shown.columns),
    y: places(ends.y, shown.rows),
    z: Array.from({ length: shown.rows }, (_, row) =>
      Array.from({ length: shown.columns }, (_, column) => finiteOrNull(shown.at(row, column))),
    ),
    colorscale: evenRamp.map((colour, at) => [at / (evenRamp.length - 1), colour]),
    colorbar: { title: { text: titles[2] }, thickness: 14 },
  };
  const scene = {
    camera: { eye },
    aspectmode: "cube",
    ...Object.fromEntries(
      ["xaxis", "yaxis", "zaxis"].map((axis, at) => [axis, { title: { text: titles[at] } }]),
    ),
  };
  const spec = { data: [trace], layout: { ...(title && { title: { text: title } }), scene } };
  const still = () => boxDrawing(facets(averaged(table, mostStill), box), box, { title, alt });
  return plotlyFigure(spec, alt, { still });
}

function spanOf(places: ArrayLike<number> | undefined, count: number): [number, number] {
  return places
    ? [Math.min(places[0], places[count - 1]), Math.max(places[0], places[count - 1])]
    : [0, count - 1];
}

function places([low, high]: readonly [number, number], count: number): number[] {
  return Array.from({ length: count }, (_, at) => drawn(low + ((high - low) * at) / (count - 1)));
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? drawn(value) : null;
}

/** The surface as four-sided facets, the far ones first, so that near ones lie over them. */
function facets({ rows, columns, at }: Table, box: Box): string {
  const put = projection(box);
  const [x, y, z] = box.ranges;
  const corner = (row: number, column: number) =>
    put([
      x[0] + ((x[1] - x[0]) * column) / (columns - 1),
      y[0] + ((y[1] - y[0]) * row) / (rows - 1),
      at(row, column),
    ]);
  const all = Array.from({ length: (rows - 1) * (columns - 1) }, (_, index) => {
    const [row, column] = [Math.floor(index / (columns - 1)), index % (columns - 1)];
    const corners = [
      [row, column],
      [row, column + 1],
      [row + 1, column + 1],
      [row + 1, column],
    ];
    const height = corners.reduce((sum, [r, c]) => sum + at(r, c), 0) / 4;
    const points = corners.map(([r, c]) => corner(r, c));
    return { height, points, near: points.reduce((sum, { near }) => sum + near, 0) };
  }).filter(({ height }) => Number.isFinite(height));
  return all
    .sort((a, b) => a.near - b.near)
    .map(({ height, points }) => {
      const [red, green, blue] = colourAt(evenRamp, (height - z[0]) / (z[1] - z[0]));
      const colour = `rgb(${red},${green},${blue})`;
      return `<path d="M${points.map(({ x, y }) => `${x} ${y}`).join("L")}Z" fill="${colour}" stroke="${colour}" stroke-width="0.5"/>`;
    })
    .join("");
}
