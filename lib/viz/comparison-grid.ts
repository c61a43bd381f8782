/** What settings do, side by side, as far as it is known. */
import type { Images } from "../core/images.ts";
import type { Points } from "../core/points.ts";
import type { Bench, Settings } from "../evaluate/compare.ts";
import { columns, rows } from "./compose.ts";
import { heatMap } from "./heat-map.ts";
import { imageGrid } from "./image-grid.ts";
import { short } from "./numbers.ts";
import { scatter } from "./scatter.ts";
import { relabelled, type SvgFigure } from "./svg-figure.ts";
import { textBlock, wrapped } from "./text-block.ts";
import { faintInk } from "./theme.ts";

export interface ComparisonGridOptions {
  title?: string;
  /** What the numbers are, with their unit. Default: "result". */
  value?: string;
  /** How many pictures of each run to show. Default: 4. */
  pictures?: number;
}

type Cell = Bench["cells"][number];

const cellWidth = 150;
const labelWidth = 130;

/**
 * Draws a bench as a grid while it fills: the last setting from left to right, the others from top to bottom. Numbers become
 * a heat map, pictures and points stay what they are, and a run that failed says why.
 *
 * @param bench What {@link compare} yields.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { compare, comparisonGrid } from "noisebook";
 *
 * for await (const bench of compare({ steps: [5, 10] }, ({ steps }) => 1 / steps))
 *   if (bench.done === 1) assert.match(comparisonGrid(bench).alt, /1 of 2 runs: steps 5: 0.2/);
 * ```
 */
export function comparisonGrid<S extends Settings>(
  bench: Bench<S, unknown>,
  { title = "Comparison", value = "result", pictures = 4 }: ComparisonGridOptions = {},
): SvgFigure {
  const names = Object.keys(bench.settings);
  const across = names[names.length - 1];
  const heads = bench.settings[across].map((each) => `${across} ${labelOf(each)}`);
  const cells = bench.cells as Cell[];
  const lines = Array.from({ length: cells.length / heads.length }, (_, row) =>
    cells.slice(row * heads.length, (row + 1) * heads.length),
  );
  const sides = lines.map(([first]) =>
    names.slice(0, -1).map((name) => `${name} ${labelOf(first.choice[name])}`),
  );
  const known = cells.filter((cell) => "result" in cell || cell.error !== undefined);
  const facts = known.map(
    (cell) => `${names.map((name) => `${name} ${labelOf(cell.choice[name])}`).join(", ")}: ${factOf(cell)}`,
  );
  const alt = `${title}, ${bench.done} of ${cells.length} runs: ${facts.slice(0, 12).join("; ")}`;
  const heading = `${title}: ${bench.done} of ${cells.length}`;
  const matrix = numbersOf(lines);
  if (matrix) {
    const names = { rows: sides.map((side) => side.join(", ")), columns: heads };
    return heatMap(matrix, { ...names, title: heading, axes: { value }, alt });
  }
  const grid = lines.map((line, row) =>
    columns(label(sides[row]), ...line.map((cell) => cellFigure(cell, pictures))),
  );
  const head = textBlock(
    [
      { cells: [{ x: 0, text: heading, bold: true }] },
      { cells: heads.map((text, at) => ({ x: labelWidth + 28 + at * (cellWidth + 28), text, bold: true })) },
    ],
    { width: labelWidth + heads.length * (cellWidth + 28), alt },
  );
  return relabelled(rows(head, ...grid), alt);
}

/** The results as a matrix, NaN where a run failed or is to come; nothing where they are no numbers. */
function numbersOf(lines: Cell[][]): number[][] | undefined {
  const isNumber = (cell: Cell) =>
    !("result" in cell) || typeof cell.result === "number" || cell.error !== undefined;
  if (!lines.flat().every(isNumber)) return undefined;
  const matrix = lines.map((line) =>
    line.map(({ result }) => (typeof result === "number" ? result : Number.NaN)),
  );
  return matrix.flat().some(Number.isFinite) ? matrix : undefined;
}

function label(words: string[]): SvgFigure {
  return textBlock(
    words
      .flatMap((word) => wrapped(word, labelWidth, "bold"))
      .map((text) => ({ cells: [{ x: 0, text, bold: true }] })),
    { width: labelWidth, alt: words.join(", ") },
  );
}

function cellFigure({ result, error }: Cell, pictures: number): SvgFigure {
  if (isImages(result)) {
    const count = Math.min(result.count, pictures);
    const data = result.data.subarray(0, (result.data.length / result.count) * count);
    const columns = Math.min(2, count);
    const scale = Math.max(1, Math.floor((cellWidth - 4 * columns) / columns / result.width));
    return padded(imageGrid({ ...result, count, data }, { columns, scale }));
  }
  if (isPoints(result)) return scatter(result);
  const words =
    error ?? (result === undefined ? "…" : typeof result === "number" ? short(result) : String(result));
  const lines = wrapped(words, cellWidth).map((text) => ({ cells: [{ x: 0, text, colour: faintInk }] }));
  return textBlock(lines, { width: cellWidth, alt: words });
}

/** Pictures of one width in all cells, so that columns stay below their heads. */
function padded(figure: SvgFigure): SvgFigure {
  return columns(rows(figure, textBlock([], { width: cellWidth, alt: "" })));
}

function factOf({ result, error }: Cell): string {
  if (error !== undefined) return error;
  if (typeof result === "number") return short(result);
  return isImages(result) ? "pictures" : isPoints(result) ? "points" : String(result);
}

function isImages(result: unknown): result is Images {
  return typeof result === "object" && result !== null && "height" in result && "channels" in result;
}

function isPoints(result: unknown): result is Points {
  return typeof result === "object" && result !== null && "dim" in result;
}

/** A schedule or a sampler by its name, anything else as it is written. */
function labelOf(value: unknown): string {
  if (typeof value === "number") return short(value);
  const { name } = (value ?? {}) as { name?: unknown };
  return typeof name === "string" && name !== "" ? name : String(value);
}
