import type { Survival } from "../provenance/watermark-survival.ts";
import { counted } from "./numbers.ts";
import type { SvgFigure } from "./svg-figure.ts";
import { palette } from "./theme.ts";
import { titled, vegaFigure } from "./vega.ts";

/**
 * Draws what a watermark withstands as a table: a row for each attack, a column for each kind of picture. Colour and the
 * first number are the share of pictures whose message is found, the second is the share of bits that are read right.
 *
 * @param tables By name, such as "faces, 16 px", what {@link watermarkSurvival} yielded.
 * @throws {RangeError} If there is no row.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { survivalFigure } from "noisebook";
 *
 * const row = { attack: "PNG", bitAccuracy: 1, found: 1, interval: [0.9, 1] as [number, number], pictures: 40 };
 * assert.match(survivalFigure({ "16 px": [row] }).alt, /PNG, 16 px: found 100 %, bits 100 %/);
 * ```
 */
export function survivalFigure(tables: Readonly<Record<string, readonly Survival[]>>): SvgFigure {
  const values = Object.entries(tables).flatMap(([set, rows]) =>
    rows.map(({ attack, found, bitAccuracy }) => ({
      ...{ set, attack, found },
      label: `${percent(found)} · ${percent(bitAccuracy)}`,
      bright: found > 0.55,
    })),
  );
  const [first] = Object.values(tables).flat();
  if (!first) throw new RangeError("Cannot draw what a watermark withstands: there is no row");
  const sets = Object.keys(tables).length;
  const attacks = new Set(values.map(({ attack }) => attack)).size;
  const facts = values.map(
    ({ set, attack, label }) =>
      `${attack}, ${set}: ${label.replace(" · ", ", bits ").replace(/^/, "found ")}`,
  );
  return vegaFigure(
    {
      ...titled("What the watermark withstands", [
        `found · bits read right; at most ${counted(first.pictures, "picture")} each`,
      ]),
      data: { values },
      width: 100 * sets,
      height: 24 * attacks,
      encoding: { x, y },
      layer: [
        { mark: { type: "rect", stroke: "#dddddd" }, encoding: { color: colour } },
        { mark: { type: "text" }, encoding: { text, color: ink } },
      ],
    },
    `What the watermark withstands: ${facts.join("; ")}`,
  );
}

const x = {
  field: "set",
  type: "nominal",
  sort: null,
  title: null,
  axis: { orient: "top", labelAngle: 0, labelLimit: 120 },
};
const y = { field: "attack", type: "nominal", sort: null, title: null, axis: { labelLimit: 200 } };
const colour = {
  field: "found",
  type: "quantitative",
  scale: { domain: [0, 1], range: ["#ffffff", palette.blue], interpolate: "rgb" },
  legend: null,
};
const text = { field: "label" };
const ink = { condition: { test: "datum.bright", value: "#ffffff" }, value: "#222222" };

const percent = (share: number): string => `${Math.round(100 * share)} %`;
