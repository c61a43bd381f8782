/** Several figures as one: side by side or one below the other. */
import { displaySymbol, type Figure } from "../core/figure.ts";
import { type SvgFigure, svgDocument, svgFigure, svgSize } from "./svg-figure.ts";

const gap = 12;

/** Where a part lies in the whole. */
interface Part {
  svg: string;
  width: number;
  height: number;
}

/**
 * Puts figures side by side, as one picture: a picture beside its histogram, a schedule beside another.
 *
 * @throws {RangeError} If there is no figure.
 * @throws {TypeError} When shown, if a figure has neither an SVG nor a PNG form.
 *
 * @example Two pictures, one figure
 * ```ts
 * import assert from "node:assert/strict";
 * import { columns, displaySymbol, imageGrid } from "noisebook";
 *
 * const grey = imageGrid({ data: new Float32Array(4), count: 1, height: 2, width: 2, channels: 1 });
 * const bundle = await columns(grey, grey)[displaySymbol]();
 * assert.ok("image/png" in bundle);
 * ```
 */
export function columns(...figures: Figure[]): SvgFigure {
  return compose(figures, "columns");
}

/** Puts figures one below the other, as one picture; see `columns`. */
export function rows(...figures: Figure[]): SvgFigure {
  return compose(figures, "rows");
}

function compose(figures: Figure[], direction: "columns" | "rows"): SvgFigure {
  if (figures.length === 0) throw new RangeError(`Cannot put figures in ${direction}: there is no figure`);
  const alt = figures.map((figure) => ("alt" in figure ? String(figure.alt) : "A figure")).join(" · ");
  return svgFigure(async () => layOut(await Promise.all(figures.map(toPart)), direction, alt), alt);
}

function layOut(parts: Part[], direction: "columns" | "rows", alt: string): string {
  const [along, across] =
    direction === "columns" ? (["width", "height"] as const) : (["height", "width"] as const);
  const length = parts.reduce((sum, part) => sum + part[along], gap * (parts.length - 1));
  const breadth = Math.max(...parts.map((part) => part[across]));
  let start = 0;
  const content = parts.map((part, index) => {
    const offset = (breadth - part[across]) / 2;
    const [x, y] = direction === "columns" ? [start, offset] : [offset, start];
    start += part[along] + gap;
    return prefixIds(part.svg, `part${index}-`).replace("<svg ", place(x, y));
  });
  const [width, height] = direction === "columns" ? [length, breadth] : [breadth, length];
  return svgDocument(content.join(""), { width, height, alt });
}

/** Nested drawings are not clipped: resvg would draw each on a sheet of its own, which takes three times as long. */
function place(x: number, y: number): string {
  return `<svg x="${x}" y="${y}" overflow="visible" `;
}

/** The SVG of any figure; a figure that has only a PNG is wrapped, two of its pixels to a unit. */
async function toPart(figure: Figure): Promise<Part> {
  if ("svg" in figure) return sized(await (figure as SvgFigure).svg());
  const bundle = await figure[displaySymbol]();
  const svg = bundle["image/svg+xml"];
  if (typeof svg === "string") return sized(svg);
  const png = bundle["image/png"];
  if (typeof png !== "string")
    throw new TypeError(
      `Cannot put figures together: one has no picture, only ${Object.keys(bundle).join(", ")}`,
    );
  const header = Buffer.from(png.slice(0, 64), "base64");
  const size = { width: header.readUInt32BE(16) / 2, height: header.readUInt32BE(20) / 2 };
  const image = `<image width="${size.width}" height="${size.height}" href="data:image/png;base64,${png}"/>`;
  return { svg: svgDocument(image, { ...size, alt: bundle["text/plain"] }), ...size };
}

function sized(svg: string): Part {
  return { svg, ...svgSize(svg) };
}

/** Keeps the ids of one part (clip paths, gradients) apart from those of the next. */
function prefixIds(svg: string, prefix: string): string {
  return svg.replace(/(\sid=")([^"]+")/g, `$1${prefix}$2`).replace(/(url\(#|href="#)/g, `$1${prefix}`);
}
