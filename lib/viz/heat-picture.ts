/** A large matrix as one picture. */
import { colourAt, rampScale } from "./colour-ramp.ts";
import type { HeatLook } from "./heat-cells.ts";
import { averaged, type Table } from "./matrix.ts";
import { rasterMark } from "./raster-mark.ts";
import type { VegaLiteSpec } from "./vega.ts";

/** More cells than this are averaged in blocks: a screen shows no more. */
const mostAcross = 320;

/** The matrix as one picture, a square a cell; without names, for which there is no room. */
export function heatPicture(full: Table, { ramp, range, axes }: HeatLook): VegaLiteSpec {
  const table = averaged(full, mostAcross);
  const scale = 360 / Math.max(table.rows, table.columns);
  const size = { width: Math.round(table.columns * scale), height: Math.round(table.rows * scale) };
  const colour = (row: number, column: number): [number, number, number] => {
    const value = table.at(row, column);
    return Number.isFinite(value)
      ? colourAt(ramp, (value - range[0]) / (range[1] - range[0]))
      : [255, 255, 255];
  };
  const axis = (title: string, most: number) => ({
    type: "quantitative",
    title,
    scale: { domain: [0, most], nice: false },
    axis: { grid: false, format: "d" },
  });
  const x = { field: "x", ...axis(axes.columns ?? "column", full.columns) };
  const y = { field: "y", ...axis(axes.rows ?? "row", full.rows) };
  return {
    ...size,
    layer: [
      {
        data: { values: [{ x: full.columns / 2, y: full.rows / 2 }] },
        mark: rasterMark({ ...table, colour }, { ...size, smooth: false }),
        encoding: { x, y: { ...y, scale: { ...y.scale, reverse: true } } },
      },
      // Nothing to see, but its colours make the legend.
      {
        data: { values: [{ value: range[0] }] },
        mark: { type: "point", opacity: 0, size: 0 },
        encoding: {
          color: {
            field: "value",
            type: "quantitative",
            scale: rampScale(ramp, range),
            legend: { title: axes.value ?? "value" },
          },
        },
      },
    ],
  };
}
