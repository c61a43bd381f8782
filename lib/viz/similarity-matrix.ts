/** How alike the things of two lists are. */
import { heatMap } from "./heat-map.ts";
import { type Matrix, type Table, tableOf } from "./matrix.ts";
import { short } from "./numbers.ts";
import type { SvgFigure } from "./svg-figure.ts";

export interface SimilarityMatrixOptions {
  /** A name for each row: the pictures. */
  rows?: readonly string[];
  /** A name for each column: the captions. */
  columns?: readonly string[];
  /** Row i and column i belong together: outlines them, and says how often they are the most alike. Default: true for a square matrix. */
  diagonal?: boolean;
  title?: string;
  axes?: { rows?: string; columns?: string };
  /** The ends of the colours. Default: −1 and 1 if the values lie between them, as cosines do. */
  range?: readonly [number, number];
}

/**
 * Draws similarities as a heat map, blue (opposite) over white (0) to vermilion (alike). With `diagonal` it says how well pairs
 * find each other: the mean on and off the diagonal, and for how many rows the pair is the largest.
 *
 * Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision", figure 1.
 *
 * @throws {RangeError} If there is no finite number, rows differ in length, or there is not one name for each.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { similarityMatrix } from "noisebook";
 *
 * const figure = similarityMatrix([[0.9, 0.1], [0.2, 0.8]], { rows: ["a", "b"], columns: ["a cat", "a dog"] });
 * assert.match(figure.alt, /pairs 0.85 on average, others 0.15; 2 of 2 rows find their pair/);
 * ```
 */
export function similarityMatrix(matrix: Matrix, options: SimilarityMatrixOptions = {}): SvgFigure {
  const table = tableOf(matrix, "draw similarities");
  const { diagonal = table.rows === table.columns, title = "Similarity", axes } = options;
  const [first, second] = table.rows && diagonal ? pairNotes(table) : [];
  return heatMap(matrix, {
    ...options,
    ...(options.range ? {} : cosines(table)),
    title,
    diagonal,
    axes: { ...axes, value: "similarity" },
    ...(first && second ? { notes: [first, second] } : {}),
  });
}

/** The range of cosines, if all values lie in it. */
function cosines({ rows, columns, at }: Table): { range?: [number, number] } {
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) if (Math.abs(at(row, column)) > 1 + 1e-6) return {};
  return { range: [-1, 1] };
}

function pairNotes({ rows, columns, at }: Table): string[] {
  const pairs = Math.min(rows, columns);
  let [on, off, found] = [0, 0, 0];
  for (let row = 0; row < pairs; row++) {
    let isLargest = true;
    for (let column = 0; column < columns; column++) {
      if (column === row) on += at(row, row);
      else off += at(row, column);
      if (column !== row && at(row, column) >= at(row, row)) isLargest = false;
    }
    if (isLargest) found++;
  }
  const others = pairs * (columns - 1);
  const means = others > 0 ? `, others ${short(off / others)}` : "";
  return [`pairs ${short(on / pairs)} on average${means}`, `${found} of ${pairs} rows find their pair`];
}
