/** A small matrix as a mark for each cell, with its number. */
import { colourAt, isDark, type Ramp, rampScale } from "./colour-ramp.ts";
import type { Table } from "./matrix.ts";
import { short } from "./numbers.ts";
import { drawn } from "./series.ts";
import { ink, paper } from "./theme.ts";
import type { VegaLiteSpec } from "./vega.ts";

export interface HeatLook {
  ramp: Ramp;
  /** The values at the ends of the ramp. */
  range: readonly [number, number];
  axes: { rows?: string; columns?: string; value?: string };
}

interface CellLook extends HeatLook {
  names: { rows: string[]; columns: string[] };
  diagonal: boolean;
}

/** On the colours of cells, which are the same on any paper; not the ink that goes with the paper. */
const inkOn = { dark: "#fefefe", light: "#111111" };

const numberInk = { condition: { test: "datum.onDark", value: inkOn.dark }, value: inkOn.light };

/** More numbers than this cannot be read. */
const mostNumbers = 150;

export function heatCells(table: Table, look: CellLook): VegaLiteSpec {
  const step = Math.max(16, Math.min(46, Math.floor(460 / Math.max(table.columns, table.rows))));
  const values = cellValues(table, look);
  const { x, y } = cellAxes(look, step);
  const legend = {
    title: look.axes.value ?? "value",
    gradientLength: Math.max(60, Math.min(200, step * table.rows)),
  };
  const color = {
    field: "value",
    type: "quantitative",
    scale: rampScale(look.ramp, look.range),
    legend,
  };
  const outline = {
    transform: [{ filter: "datum.row === datum.column" }],
    mark: { type: "rect", filled: false, stroke: ink, strokeWidth: 2 },
    encoding: { x, y },
  };
  const numbers = {
    mark: { type: "text", fontSize: step < 32 ? 8 : 10 },
    encoding: { x, y, text: { field: "label" }, color: numberInk },
  };
  return {
    data: { values },
    width: { step },
    height: { step },
    config: { view: { stroke: null } },
    layer: [
      {
        mark: { type: "rect", tooltip: true, stroke: paper, strokeWidth: step > 20 ? 1 : 0 },
        encoding: { x, y, color },
      },
      ...(look.diagonal ? [outline] : []),
      ...(values.length <= mostNumbers ? [numbers] : []),
    ],
  };
}

function cellValues(table: Table, { ramp, range }: HeatLook) {
  return Array.from({ length: table.rows * table.columns }, (_, index) => {
    const [row, column] = [Math.floor(index / table.columns), index % table.columns];
    const value = table.at(row, column);
    if (!Number.isFinite(value)) return { row, column, value: null, label: "×" };
    const colour = colourAt(ramp, (value - range[0]) / (range[1] - range[0]));
    return { row, column, value: drawn(value), label: short(value), onDark: isDark(colour) };
  });
}

function cellAxes({ names, axes }: CellLook, step: number) {
  const axis = (list: string[]) => ({
    labelExpr: `${JSON.stringify(list)}[datum.value]`,
    labelLimit: 150,
    grid: false,
    domain: false,
    ticks: false,
  });
  const isWide = Math.max(...names.columns.map((name) => name.length)) * 7 > step;
  return {
    x: {
      field: "column",
      type: "ordinal",
      title: axes.columns ?? null,
      axis: { ...axis(names.columns), labelAngle: isWide ? -40 : 0 },
    },
    y: { field: "row", type: "ordinal", title: axes.rows ?? null, axis: axis(names.rows) },
  };
}
