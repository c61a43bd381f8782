/** Many cells as one picture in a chart: a mark for each would weigh hundreds of kilobytes. */
import { encodePng } from "../core/png.ts";

/** Colours of cells, rows from the top. */
export interface Cells {
  columns: number;
  rows: number;
  colour(row: number, column: number): readonly [number, number, number];
}

/**
 * An image mark that has a pixel for each cell.
 *
 * @param size.smooth Whether colours flow into each other, as for a density; else each cell is a square.
 */
export function rasterMark(
  { columns, rows, colour }: Cells,
  size: { width: number; height: number; smooth: boolean },
) {
  const data = new Uint8Array(columns * rows * 3);
  for (let at = 0; at < columns * rows; at++)
    data.set(colour(Math.floor(at / columns), at % columns), at * 3);
  const png = encodePng({ data, width: columns, height: rows, channels: 3 }, { level: 9 });
  const url = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  return { type: "image", url, ...size, aspect: false };
}
