/** Lines of text as a part of a figure. */
import { escapeXml, type SvgFigure, svgDocument, svgFigure } from "./svg-figure.ts";
import { textWidth } from "./text-width.ts";
import { fontFamily, ink } from "./theme.ts";

const size = 11;
const lineHeight = 17;
const margin = 8;

/** Texts in columns that start at the given places; all on one line. */
export interface TextLine {
  cells: { x: number; text: string; colour?: string; bold?: boolean }[];
}

/** Draws lines one below the other, from the left. */
export function textBlock(
  lines: readonly TextLine[],
  { width, alt }: { width: number; alt: string },
): SvgFigure {
  const content = lines.flatMap(({ cells }, at) =>
    cells.map(
      ({ x, text, colour = ink, bold = false }) =>
        `<text x="${margin + x}" y="${margin + size + at * lineHeight}" font-family="${fontFamily}" font-size="${size}" ` +
        `fill="${colour}"${bold ? ' font-weight="bold"' : ""}>${escapeXml(text)}</text>`,
    ),
  );
  const height = 2 * margin + lines.length * lineHeight;
  return svgFigure(() => svgDocument(content.join(""), { width: width + 2 * margin, height, alt }), alt);
}

/** A text in lines of at most so many pixels; a longer word has a line of its own. */
export function wrapped(text: string, width: number, weight: "normal" | "bold" = "normal"): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    const longer = `${last} ${word}`.trim();
    if (last === "" || textWidth(longer, { size, weight }) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
