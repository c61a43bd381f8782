/** Charts: the one door to Vega and Vega-Lite. */
import { escapeXml, type SvgFigure, svgFigure } from "./svg-figure.ts";
import { textWidth } from "./text-width.ts";
import { vegaConfig } from "./theme.ts";

/** A Vega-Lite specification, as JSON. */
export type VegaLiteSpec = Record<string, unknown>;

/** The form of Vega-Lite that JupyterLab draws itself; it knows no later version. */
const vegaLiteMime = "application/vnd.vegalite.v5+json";

/** More rows than this make a notebook heavy and a chart that nobody can read. */
const mostRows = 5000;

/**
 * Makes a figure of a Vega-Lite specification, in the library's look (a `config` in the specification wins).
 *
 * The bundle holds the specification for front ends that draw Vega-Lite themselves, an SVG, a PNG and the words, so that
 * something is seen everywhere. Values that are not finite numbers become null, which Vega-Lite leaves out.
 *
 * @param spec A Vega-Lite specification with its data inside.
 * @param alt What the chart shows, in a sentence: for screen readers and plain text.
 * @throws {RangeError} If the specification holds more than 5,000 rows of data; bin or thin them first.
 * @throws {SyntaxError} When shown, if Vega-Lite cannot read the specification.
 *
 * @example A bar chart
 * ```ts
 * import assert from "node:assert/strict";
 * import { displaySymbol, vegaFigure } from "noisebook";
 *
 * const spec = {
 *   data: { values: [{ word: "cat", count: 3 }, { word: "dog", count: 5 }] },
 *   mark: "bar",
 *   encoding: { x: { field: "word", type: "nominal" }, y: { field: "count", type: "quantitative" } },
 * };
 * const bundle = await vegaFigure(spec, "Three cats and five dogs")[displaySymbol]();
 * assert.equal(bundle["text/plain"], "Three cats and five dogs");
 * assert.ok("image/png" in bundle);
 * ```
 */
export function vegaFigure(spec: VegaLiteSpec, alt: string): SvgFigure {
  const rows = countRows(spec);
  if (rows > mostRows)
    throw new RangeError(
      `Cannot draw the chart: its data have ${rows} rows and at most ${mostRows} can be drawn; bin or thin them first`,
    );
  const full = toJson({
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    description: alt,
    ...spec,
    config: { ...vegaConfig, ...(spec.config as object | undefined) },
  });
  const label = `<svg role="img" aria-label="${escapeXml(alt)}" `;
  return svgFigure(async () => (await drawSvg(full)).replace("<svg ", () => label), alt, {
    [vegaLiteMime]: full,
  });
}

/** The title of a chart with its small print below, or nothing. */
export function titled(title: string | undefined, notes: string[]): { title?: object } {
  if (!title && notes.length === 0) return {};
  return { title: { text: title ?? "", ...(notes.length > 0 ? { subtitle: notes.join(", ") } : {}) } };
}

/** The specification as JSON holds it: NaN and infinities are null. */
function toJson(spec: VegaLiteSpec): VegaLiteSpec {
  return JSON.parse(JSON.stringify(spec));
}

/** The rows of inline data anywhere in a specification (layers and panels have their own). */
function countRows(part: unknown): number {
  if (typeof part !== "object" || part === null) return 0;
  if (Array.isArray(part)) return part.reduce((sum: number, item) => sum + countRows(item), 0);
  return Object.entries(part).reduce((sum, [key, value]) => {
    const isData = (key === "values" || key === "datasets") && typeof value === "object";
    return sum + (isData ? Object.values(value ?? {}).flat().length : countRows(value));
  }, 0);
}

async function drawSvg(spec: VegaLiteSpec): Promise<string> {
  const { compile, vega } = await load();
  let view: import("vega").View;
  try {
    // A clone, because Vega marks the rows that it has read.
    view = new vega.View(vega.parse(compile(structuredClone(spec) as never).spec), { renderer: "none" });
  } catch (cause) {
    throw new SyntaxError(`Cannot draw the chart: ${(cause as Error).message}`, { cause });
  }
  vega.resetSVGDefIds();
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** Vega's own measure of text, which its type declarations leave out. */
interface TextMetrics {
  width(item: { fontSize?: number; fontWeight?: string | number }, text: unknown): number;
}

type Engine = { vega: typeof import("vega"); compile: typeof import("vega-lite").compile };
let engine: Promise<Engine> | undefined;

/** Loads both packages at the first chart: they await at their top level, so a static import would make lib wait too. */
function load(): Promise<Engine> {
  engine ??= (async () => {
    const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
    // Without a canvas Vega guesses 0.8 em a letter, which leaves wide gaps at the axes.
    (vega as unknown as { textMetrics: TextMetrics }).textMetrics.width = (item, text) =>
      textWidth(String(text ?? ""), {
        size: item.fontSize ?? 11,
        weight: item.fontWeight === "bold" || Number(item.fontWeight) >= 600 ? "bold" : "normal",
      });
    return { vega, compile };
  })();
  return engine;
}
