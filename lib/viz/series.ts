/** Several lines in one chart: told apart by colour and by dash. */
import { palette } from "./theme.ts";

/** The colours of series, in the order given. */
export const seriesColours = [
  palette.blue,
  palette.vermilion,
  palette.green,
  palette.purple,
  palette.orange,
  palette.sky,
  palette.black,
];

/** Colour and dash of each series, in the order of the data; `field` holds its name. */
export function seriesChannels(field: string) {
  return {
    color: {
      field,
      type: "nominal",
      sort: null,
      scale: { range: seriesColours },
      legend: { title: null, orient: "top", columns: 4, symbolType: "stroke" },
    },
    strokeDash: { field, type: "nominal", sort: null },
  };
}

/** The names of series, made different. @throws {RangeError} If there is none, or more than an eye tells apart. */
export function seriesNames(series: readonly { name: string }[], doing: string): string[] {
  if (series.length === 0 || series.length > seriesColours.length)
    throw new RangeError(
      `Cannot ${doing}: 1 to ${seriesColours.length} series can be told apart, got ${series.length}`,
    );
  return series.map(({ name }, index) =>
    series.findIndex((other) => other.name === name) === index ? name : `${name} (${index + 1})`,
  );
}

/** A number with as many digits as a chart can show. */
export function drawn(value: number): number {
  return Number(value.toPrecision(4));
}
