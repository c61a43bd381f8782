/** Values that show themselves as HTML, Markdown, SVG, PNG, JSON or LaTeX. */
import { type Drawable, type Drawing, displaySymbol } from "./symbol.ts";

type Source = string | TemplateStringsArray;

/**
 * HTML to show, as text or as a template; nothing is escaped.
 *
 * @example
 * ```ts
 * display(html`<b>${2 + 3}</b> steps`);
 * ```
 */
export function html(source: Source, ...values: unknown[]): Drawable {
  const text = join(source, values);
  return drawn({ "text/html": text, "text/plain": text });
}

/** Markdown to show, as text or as a template. */
export function markdown(source: Source, ...values: unknown[]): Drawable {
  const text = join(source, values);
  return drawn({ "text/markdown": text, "text/plain": text });
}

/** A LaTeX formula to show, with its dollar signs, as text or as a template. */
export function latex(source: Source, ...values: unknown[]): Drawable {
  // Its backslashes belong to the formula.
  const text = join(typeof source === "string" ? source : source.raw, values);
  return drawn({ "text/latex": text, "text/plain": text });
}

/** An SVG picture; its `<title>` is what a reader without pictures gets. */
export function svg(source: Source, ...values: unknown[]): Drawable {
  const text = join(source, values);
  const title = /<title[^>]*>([^<]*)</.exec(text)?.[1]?.trim();
  return drawn({ "image/svg+xml": text, "text/plain": title || "SVG picture" });
}

/**
 * A PNG picture.
 *
 * @param data The file's bytes, or base64 text.
 * @param options.alt What a reader without pictures gets.
 * @param options.width Shown width in CSS pixels; the picture's own when left out. Likewise `height`.
 */
export function png(
  data: Uint8Array | string,
  { alt = "PNG picture", ...size }: { alt?: string; width?: number; height?: number } = {},
): Drawable {
  return drawn({ "image/png": data, "text/plain": alt, metadata: { "image/png": { ...size, alt } } });
}

/** Plain data to unfold and search in the notebook. */
export function json(data: unknown): Drawable {
  return drawn({ "application/json": data, "text/plain": JSON.stringify(data, null, 2) });
}

function drawn(drawing: Drawing): Drawable {
  return { [displaySymbol]: () => drawing };
}

function join(source: string | readonly string[], values: unknown[]): string {
  return typeof source === "string" ? source : String.raw({ raw: source }, ...values);
}
