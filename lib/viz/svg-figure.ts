/** Figures that are drawn as SVG: what every picture of this library is in the end. */
import { displaySymbol, type Figure, type FigureBundle } from "../core/figure.ts";
import { svgToPng } from "../core/svg.ts";
import { paper } from "./theme.ts";

/** A figure whose drawing can be had without its PNG, so that figures can be put together. */
export interface SvgFigure extends Figure {
  /** What the figure shows, in words. */
  alt: string;
  /** An SVG document whose root has width, height and viewBox. */
  svg(): Promise<string>;
}

/** Above this, the SVG is left out of the bundle and the PNG stands alone: a notebook keeps every output it shows. */
const heaviestSvg = 120_000;

/**
 * Makes a figure of a drawing: SVG, PNG at twice the size, and the words.
 *
 * @param draw Makes the SVG document; called when the figure is shown.
 * @param extra Richer forms of the same figure by MIME type.
 */
export function svgFigure(
  draw: () => string | Promise<string>,
  alt: string,
  extra: Record<string, unknown> = {},
): SvgFigure {
  return {
    alt,
    svg: async () => draw(),
    async [displaySymbol](): Promise<FigureBundle> {
      const svg = await draw();
      return {
        ...extra,
        ...(svg.length <= heaviestSvg ? { "image/svg+xml": svg } : {}),
        "image/png": Buffer.from(await svgToPng(svg, { zoom: 2 })).toString("base64"),
        "text/plain": alt,
        // The size on the page, or else the PNG would be shown twice as large as the SVG.
        metadata: { "image/png": { ...svgSize(svg), alt } },
      };
    },
  };
}

/** The same drawing with other words. */
export function relabelled(figure: Pick<SvgFigure, "svg">, alt: string): SvgFigure {
  const label = `aria-label="${escapeXml(alt)}"`;
  return svgFigure(async () => (await figure.svg()).replace(/aria-label="[^"]*"/, () => label), alt);
}

/** An SVG document of the given size on white paper; `alt` is what a screen reader says. */
export function svgDocument(content: string, size: { width: number; height: number; alt: string }): string {
  const { width, height, alt } = size;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `role="img" aria-label="${escapeXml(alt)}"><rect width="${width}" height="${height}" fill="${paper}"/>${content}</svg>`
  );
}

/** The size that the root of an SVG document states. */
export function svgSize(svg: string): { width: number; height: number } {
  const root = svg.slice(0, svg.indexOf(">"));
  const size = (name: string) => Number(new RegExp(`\\s${name}="([\\d.]+)"`).exec(root)?.[1]);
  return { width: size("width"), height: size("height") };
}

/** Text as it may stand in XML, in an attribute too. */
export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
