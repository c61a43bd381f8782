/** Small panels one after the other, each with its own axis: a dot with its interval for each thing that is compared. */
import { short } from "./numbers.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { palette } from "./theme.ts";
import { vegaFigure } from "./vega.ts";

export interface DotPanel {
  title: string;
  /** Small print below the title. */
  note: string;
  colour: string;
  dots: { name: string; value: number; interval?: readonly [number, number] }[];
}

/** Three panels to a row; in each the things stand one below the other, in their order. */
export function dotPanels(
  panels: readonly DotPanel[],
  { title, notes }: { title: string; notes: string[] },
): SvgFigure {
  const concat = panels.map(({ title, note, colour, dots }) => {
    const values = dots.map(({ name, value, interval }) => ({
      ...{ name, value, label: short(value) },
      ...(interval && { low: interval[0], high: interval[1] }),
    }));
    const y = { field: "name", type: "nominal", sort: null, title: null, axis: { labelLimit: 110 } };
    const x = {
      field: "value",
      type: "quantitative",
      title: null,
      scale: { zero: false, padding: 14 },
      axis: { tickCount: 4, format: "~g" },
    };
    return {
      title: { text: title, subtitle: note, fontSize: 11 },
      data: { values },
      width: 150,
      height: 30 * dots.length,
      layer: [
        {
          mark: { type: "rule", color: colour, strokeWidth: 2 },
          encoding: { y, x: { ...x, field: "low" }, x2: { field: "high" } },
        },
        { mark: { type: "point", filled: true, size: 70, color: colour, opacity: 1 }, encoding: { y, x } },
        { mark: { type: "text", dy: -10, fontSize: 10 }, encoding: { y, x, text: { field: "label" } } },
      ],
    };
  });
  const facts = panels.map(
    ({ title, dots }) => `${title}: ${dots.map(({ name, value }) => `${name} ${short(value)}`).join(", ")}`,
  );
  return vegaFigure(
    { title: { text: title, subtitle: notes }, columns: 3, concat, resolve: { scale: { x: "independent" } } },
    [title, ...facts, ...notes].join("; "),
  );
}

/** The colours of what is computed and of what people say. */
export const dotColours = { metric: palette.blue, rating: palette.vermilion };
