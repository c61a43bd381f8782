/** The same figure on dark paper. */
import { displaySymbol, type FigureBundle } from "../core/figure.ts";
import { type SvgFigure, svgFigure } from "./svg-figure.ts";
import { faintInk, ink, palette, paper } from "./theme.ts";

/** What stands back or in front, from light paper to dark; the colours of data stay, and are told apart on both. */
const onDark: Readonly<Record<string, string>> = {
  [paper]: "#181818",
  [ink]: "#e8e8e8",
  [faintInk]: "#a8a8a8",
  [palette.black]: "#ffffff",
  [palette.blue]: "#3d9bd6",
  "#e6e6e6": "#3a3a3a",
  "#bbbbbb": "#5a5a5a",
  "#999999": "#777777",
};

/** Vega writes some of its own as words. */
const written = new RegExp(
  `${Object.keys(onDark).join("|")}|(?<=(?:fill|stroke)=")(?:white|black)(?=")`,
  "g",
);

/**
 * Draws a figure on dark paper, for a dark notebook or a dark slide. Pictures inside it stay as they are.
 *
 * Figures have light paper of their own by default: what is saved cannot know the page that it will be shown on.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { dark, lossCurve } from "noisebook";
 *
 * const figure = dark(lossCurve([{ step: 1, loss: 1 }, { step: 2, loss: 0.5 }]));
 * assert.match(await figure.svg(), /#181818/);
 * ```
 */
export function dark(figure: SvgFigure): SvgFigure {
  const drawn = svgFigure(async () => darkened(await figure.svg()), figure.alt);
  return {
    ...drawn,
    async [displaySymbol](): Promise<FigureBundle> {
      const rich = Object.entries(await figure[displaySymbol]()).filter(([type]) => /json$|html$/.test(type));
      const recoloured = rich.map(([type, content]) => [
        type,
        typeof content === "string" ? content : JSON.parse(darkened(JSON.stringify(content))),
      ]);
      return { ...Object.fromEntries(recoloured), ...(await drawn[displaySymbol]()) };
    },
  };
}

/** Every neutral colour by its counterpart; base64 holds no "#", so pictures are safe. */
function darkened(text: string): string {
  return text.replace(written, (colour) => onDark[colour] ?? (colour === "white" ? "#181818" : "#ffffff"));
}
