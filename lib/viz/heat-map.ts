/** A matrix as colours. */
import { evenRamp, signedRamp } from "./colour-ramp.ts";
import { heatCells } from "./heat-cells.ts";
import { heatPicture } from "./heat-picture.ts";
import { extremes, type Matrix, type Table, tableOf } from "./matrix.ts";
import { counted, short } from "./numbers.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { titled, vegaFigure } from "./vega.ts";

export interface HeatMapOptions {
  /** A name for each row; numbered from 0 by default. */
  rows?: readonly string[];
  /** A name for each column; numbered from 0 by default. */
  columns?: readonly string[];
  title?: string;
  /** What the rows are, what the columns are, and what the colour shows, with its unit. */
  axes?: { rows?: string; columns?: string; value?: string };
  /** The values at the ends of the colours; by default the smallest and the largest, even about 0 if both signs are there. */
  range?: readonly [number, number];
  /** Outlines the cells of the main diagonal. Default: false. */
  diagonal?: boolean;
  /** Small print below the title. */
  notes?: string[];
  /** What the map shows, for a screen reader; by default its size and its largest value. */
  alt?: string;
}

/** Up to so many cells are marks of their own with its number; more are one picture. */
const mostMarks = 900;

/**
 * Draws a matrix as colours: viridis for numbers of one sign, blue to vermilion with white at zero for both. Small ones show
 * their numbers too, large ones are averaged in blocks. A cell that is not a finite number is left white.
 *
 * @param matrix Rows of numbers, or points, one a row.
 * @throws {RangeError} If there is no finite number, rows differ in length, or there is not one name for each.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { heatMap } from "noisebook";
 *
 * const figure = heatMap([[1, 0], [0, 2]], { rows: ["a", "b"], columns: ["c", "d"], title: "Counts" });
 * assert.equal(figure.alt, "Counts: 2 rows by 2 columns, from 0 to 2, largest at b, d");
 * ```
 */
export function heatMap(matrix: Matrix, options: HeatMapOptions = {}): SvgFigure {
  const full = tableOf(matrix, "draw a heat map");
  const names = { rows: namesOf(full, options, "rows"), columns: namesOf(full, options, "columns") };
  const found = extremes(full);
  if (found.finite === 0)
    throw new RangeError(
      `Cannot draw a heat map: none of ${counted(full.rows * full.columns, "value")} is a finite number`,
    );
  const missing = full.rows * full.columns - found.finite;
  const notes = [
    ...(options.notes ?? []),
    ...(missing > 0 ? [`${counted(missing, "value")} not finite`] : []),
  ];
  const summary = [
    `${options.title ?? "Heat map"}: ${counted(full.rows, "row")} by ${counted(full.columns, "column")}, from ${short(found.low)} to ${short(found.high)}, largest at ${names.rows[found.row]}, ${names.columns[found.column]}`,
    ...notes,
  ].join("; ");
  const range = options.range ?? coloursOf(found);
  const ramp = range[0] < 0 && range[1] > 0 ? signedRamp : evenRamp;
  const isSmall = full.rows * full.columns <= mostMarks;
  const { axes = {}, diagonal = false } = options;
  const look = { ramp, range, axes };
  const body = isSmall ? heatCells(full, { ...look, names, diagonal }) : heatPicture(full, look);
  return vegaFigure({ ...titled(options.title, notes), ...body }, options.alt ?? summary);
}

function namesOf(table: Table, options: HeatMapOptions, side: "rows" | "columns"): string[] {
  const given = options[side];
  if (given && given.length !== table[side])
    throw new RangeError(
      `Cannot draw a heat map: ${table[side]} ${side} need as many names, got ${given.length}`,
    );
  return Array.from({ length: table[side] }, (_, index) => given?.[index] ?? String(index));
}

/** The ends of the colours: even about 0 when there are both signs, and never the same. */
function coloursOf({ low, high }: { low: number; high: number }): [number, number] {
  const most = Math.max(Math.abs(low), Math.abs(high));
  if (low < 0 && high > 0) return [-most, most];
  return low < high ? [low, high] : [Math.min(0, low), Math.max(0, high) || (low === 0 ? 1 : 0)];
}
