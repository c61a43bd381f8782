/** Figures that can be turned and zoomed: the one door to plotly.js. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type SvgFigure, svgFigure } from "./svg-figure.ts";
import { textWidth } from "./text-width.ts";
import { fontFamily, ink, palette, paper } from "./theme.ts";

/** A figure of plotly.js, as JSON. */
export interface PlotlySpec {
  data: Record<string, unknown>[];
  layout?: Record<string, unknown>;
}

/** The form that VS Code, nteract and JupyterLab with the kernel's extension draw. */
const plotlyMime = "application/vnd.plotly.v1+json";

/** Traces that plotly.js draws with WebGL, which no server has. */
const isTurned = /3d$|gl$|^(surface|mesh3d|cone|isosurface|volume|streamtube)$/;

export interface PlotlyFigureOptions {
  /** Draws the still form. Needed for what plotly.js draws with WebGL alone: surfaces and everything in space. */
  still?: () => string | Promise<string>;
  /** Most bytes of the figure's JSON. Default: 200,000. */
  limit?: number;
}

/**
 * Makes a figure of a plotly.js figure: one that can be turned and zoomed where the notebook has plotly.js, with an SVG, a PNG
 * and the words everywhere else.
 *
 * @param spec Its data and layout.
 * @param alt What it shows, in a sentence.
 * @throws {RangeError} If its data are too many, or it has something in space and no `still`.
 * @throws {SyntaxError} When shown, if plotly.js cannot draw it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { displaySymbol, plotlyFigure } from "noisebook";
 *
 * const spec = { data: [{ type: "bar", x: ["a", "b"], y: [1, 2] }] };
 * const bundle = await plotlyFigure(spec, "Two bars")[displaySymbol]();
 * assert.ok("application/vnd.plotly.v1+json" in bundle && "image/png" in bundle);
 * ```
 */
export function plotlyFigure(
  spec: PlotlySpec,
  alt: string,
  { still, limit = 200_000 }: PlotlyFigureOptions = {},
): SvgFigure {
  const full = {
    data: spec.data,
    layout: { ...look, ...spec.layout },
    config: { displaylogo: false, responsive: false },
  };
  const json = JSON.stringify(full, (_, value) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
  );
  if (json.length > limit)
    throw new RangeError(
      `Cannot draw with plotly.js: the figure has ${json.length} bytes and at most ${limit} are allowed; thin its data, or give a limit`,
    );
  const turned = spec.data.find(({ type }) => isTurned.test(String(type)));
  if (turned && !still)
    throw new RangeError(
      `Cannot draw with plotly.js: a trace of type ${turned.type} needs a browser with WebGL; give still, which draws it as SVG`,
    );
  const plain = JSON.parse(json);
  return svgFigure(still ?? (() => drawSvg(plain)), alt, { [plotlyMime]: plain });
}

const look = {
  width: 460,
  height: 360,
  paper_bgcolor: paper,
  plot_bgcolor: paper,
  font: { family: fontFamily, size: 11, color: ink },
  colorway: Object.values(palette),
  margin: { l: 60, r: 20, t: 40, b: 50 },
};

interface Plotly {
  toImage(spec: object, options: object): Promise<string>;
}
let engine: Promise<Plotly> | undefined;

async function drawSvg(spec: { layout: { width?: number; height?: number } }): Promise<string> {
  engine ??= load();
  const { width = look.width, height = look.height } = spec.layout;
  try {
    const url = await (await engine).toImage(spec, { format: "svg", width, height });
    return decodeURIComponent(url.slice(url.indexOf(",") + 1));
  } catch (cause) {
    throw new SyntaxError(`Cannot draw with plotly.js: ${(cause as Error).message ?? cause}`, { cause });
  }
}

/** Plotly.js in a page that is never seen; what it asks of a real one to measure text is answered from the font. */
async function load(): Promise<Plotly> {
  const { JSDOM } = await import("jsdom");
  const { window } = new JSDOM("<!doctype html>", { runScripts: "outside-only", pretendToBeVisual: true });
  const measured = (element: Element) => {
    const fontSize = Number.parseFloat(window.getComputedStyle(element).fontSize) || 11;
    const lines = (element.textContent ?? "").split("\n");
    const width = Math.max(...lines.map((line) => textWidth(line, { size: fontSize })));
    return { x: 0, y: -fontSize, width, height: 1.2 * fontSize * lines.length };
  };
  Object.assign(window.HTMLCanvasElement.prototype, { getContext: () => null });
  Object.assign(window.URL, { createObjectURL: () => "" });
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: Element) {
      return measured(this);
    },
    getComputedTextLength(this: Element) {
      return measured(this).width;
    },
  });
  const require = createRequire(import.meta.url);
  window.eval(readFileSync(require.resolve("plotly.js-dist-min"), "utf8"));
  return (window as unknown as { Plotly: Plotly }).Plotly;
}
