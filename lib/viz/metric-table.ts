/** Figures of some models as a table. */
import { short } from "./numbers.ts";
import { escapeXml, type SvgFigure, svgDocument, svgFigure } from "./svg-figure.ts";
import { textWidth } from "./text-width.ts";
import { fontFamily, ink } from "./theme.ts";

/** A cell: words, a number, or a number with its interval. */
export type MetricCell = string | number | { value: number; interval?: readonly [number, number] };

/** A line: cells by the name of their column. */
export type MetricRow = Readonly<Record<string, MetricCell | undefined>>;

export interface MetricTableOptions {
  title?: string;
  /** Columns in which the best value is to be bold, and what is better there. */
  better?: Readonly<Record<string, "lower" | "higher">>;
}

/** More rows than this cannot be read. */
const mostRows = 100;

/**
 * Draws a table: a line for each row, a column for each name that occurs, numbers to three digits and at the right. Where
 * the notebook can, it is a table that may be read out and copied.
 *
 * @throws {RangeError} If there is no row or more than 100.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { metricTable } from "noisebook";
 *
 * const rows = [{ model: "v1", FID: 12.345 }, { model: "v2", FID: { value: 9.8, interval: [9.1, 10.6] as const } }];
 * const figure = metricTable(rows, { title: "Models", better: { FID: "lower" } });
 * assert.equal(figure.alt, "Models: model v1, FID 12.3; model v2, FID 9.8 [9.1, 10.6] (best)");
 * ```
 */
export function metricTable(
  rows: readonly MetricRow[],
  { title, better = {} }: MetricTableOptions = {},
): SvgFigure {
  if (rows.length === 0 || rows.length > mostRows)
    throw new RangeError(`Cannot draw a table: it has 1 to ${mostRows} rows, got ${rows.length}`);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = names.map((name) => columnOf(name, rows, better[name]));
  const lines = rows.map((_, at) =>
    columns
      .map(({ name, cells, best }) => `${name} ${cells[at].text}${best === at ? " (best)" : ""}`)
      .join(", "),
  );
  const alt = `${title ?? "Table"}: ${lines.join("; ")}`;
  return svgFigure(() => draw(columns, { title, alt }), alt, { "text/html": htmlTable(columns, title) });
}

interface Column {
  name: string;
  isNumeric: boolean;
  cells: { text: string; value: number }[];
  /** The row of the best value, where the column has one. */
  best: number;
}

function columnOf(name: string, rows: readonly MetricRow[], better?: "lower" | "higher"): Column {
  const cells = rows.map((row) => cellOf(row[name]));
  const values = cells.map(({ value }) => value);
  const isNumeric = cells.some(({ value, text }) => !Number.isNaN(value) || text === "NaN");
  const finite = values.filter(Number.isFinite);
  const best =
    better && finite.length > 0 ? (better === "lower" ? Math.min(...finite) : Math.max(...finite)) : NaN;
  return { name, isNumeric, cells, best: values.indexOf(best) };
}

function cellOf(cell: MetricCell | undefined): { text: string; value: number } {
  if (cell === undefined) return { text: "–", value: NaN };
  if (typeof cell === "string") return { text: cell, value: NaN };
  if (typeof cell === "number") return { text: short(cell), value: cell };
  const { value, interval } = cell;
  return { text: interval ? `${short(value)} [${interval.map(short).join(", ")}]` : short(value), value };
}

const size = 12;
const lineHeight = 22;
const gap = 22;
const margin = 10;

function draw(columns: Column[], { title, alt }: { title: string | undefined; alt: string }): string {
  const width = (text: string, bold: boolean) =>
    Math.ceil(textWidth(text, { size, weight: bold ? "bold" : "normal" }));
  const titleHeight = title ? 26 : 0;
  let left = margin;
  const parts = title ? [line(title, { x: margin, y: margin + 14, bold: true, fontSize: 13 })] : [];
  for (const { name, cells, isNumeric, best } of columns) {
    const across = Math.max(width(name, true), ...cells.map(({ text }, at) => width(text, at === best)));
    const x = isNumeric ? left + across : left;
    const at = (row: number) => margin + titleHeight + row * lineHeight + 15;
    parts.push(line(name, { x, y: at(0), bold: true, end: isNumeric }));
    cells.forEach(({ text }, row) => {
      parts.push(line(text, { x, y: at(row + 1), bold: row === best, end: isNumeric }));
    });
    left += across + gap;
  }
  const right = Math.max(left - gap, margin + textWidth(title ?? "", { size: 13, weight: "bold" }));
  const rule = margin + titleHeight + lineHeight;
  parts.push(`<line x1="${margin}" x2="${left - gap}" y1="${rule}" y2="${rule}" stroke="#999999"/>`);
  const height = margin * 2 + titleHeight + (columns[0].cells.length + 1) * lineHeight;
  return svgDocument(parts.join(""), { width: Math.ceil(right + margin), height, alt });
}

function line(
  text: string,
  {
    x,
    y,
    bold,
    end = false,
    fontSize = size,
  }: { x: number; y: number; bold: boolean; end?: boolean; fontSize?: number },
): string {
  return (
    `<text x="${x}" y="${y}" font-family="${fontFamily}" font-size="${fontSize}" fill="${ink}"` +
    `${bold ? ' font-weight="bold"' : ""}${end ? ' text-anchor="end"' : ""}>${escapeXml(text)}</text>`
  );
}

/** A table for screen readers and for copying; the page it is on gives it its colours. */
function htmlTable(columns: Column[], title?: string): string {
  const align = ({ isNumeric }: Column) => ` style="text-align:${isNumeric ? "right" : "left"}"`;
  const head = columns
    .map((column) => `<th scope="col"${align(column)}>${escapeXml(column.name)}</th>`)
    .join("");
  const body = columns[0].cells.map((_, row) => {
    const cells = columns.map((column) => {
      const text = escapeXml(column.cells[row].text);
      return `<td${align(column)}>${column.best === row ? `<strong>${text}</strong>` : text}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  const caption = title
    ? `<caption style="text-align:left;font-weight:bold">${escapeXml(title)}</caption>`
    : "";
  return `<table>${caption}<thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}
