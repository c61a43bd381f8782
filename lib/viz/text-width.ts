/** How wide a line of text is: the advance widths of the shipped font, read from its TrueType tables. */
import { fontFile } from "../core/svg.ts";

/**
 * The width of a line of text in DejaVu Sans, in pixels. Kerning is left out.
 *
 * @param options.size Font size in pixels.
 * @param options.weight `normal` (default) or `bold`.
 */
export function textWidth(text: string, options: { size: number; weight?: "normal" | "bold" }): number {
  const weight = options.weight ?? "normal";
  metrics[weight] ??= readMetrics(fontFile(weight));
  const { unitsPerEm, advance } = metrics[weight];
  let units = 0;
  for (const character of text) units += advance(character.codePointAt(0) ?? 0);
  return (units * options.size) / unitsPerEm;
}

interface FontMetrics {
  unitsPerEm: number;
  /** The advance width of a Unicode code point; that of the missing-glyph box where the font has none. */
  advance(codePoint: number): number;
}
const metrics: { normal?: FontMetrics; bold?: FontMetrics } = {};

/** Reads the tables head, hhea, hmtx and cmap (format 12) of a TrueType file. */
function readMetrics(file: Uint8Array): FontMetrics {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const table = (tag: string): number => {
    for (let entry = 12; entry < 12 + 16 * view.getUint16(4); entry += 16)
      if (String.fromCharCode(...file.subarray(entry, entry + 4)) === tag) return view.getUint32(entry + 8);
    throw new SyntaxError(`Cannot measure text: the font has no table ${tag}`);
  };
  const hmtx = table("hmtx");
  const longMetrics = view.getUint16(table("hhea") + 34);
  const groups = characterGroups(view, table("cmap"));
  return {
    unitsPerEm: view.getUint16(table("head") + 18),
    advance(codePoint) {
      const group = groups.find(({ start, end }) => codePoint >= start && codePoint <= end);
      const glyph = group ? group.glyph + codePoint - group.start : 0;
      return view.getUint16(hmtx + 4 * Math.min(glyph, longMetrics - 1));
    },
  };
}

function characterGroups(view: DataView, cmap: number): { start: number; end: number; glyph: number }[] {
  for (let index = 0; index < view.getUint16(cmap + 2); index++) {
    const subtable = cmap + view.getUint32(cmap + 8 + 8 * index);
    if (view.getUint16(subtable) !== 12) continue;
    return Array.from({ length: view.getUint32(subtable + 12) }, (_, group) => {
      const at = subtable + 16 + 12 * group;
      return { start: view.getUint32(at), end: view.getUint32(at + 4), glyph: view.getUint32(at + 8) };
    });
  }
  throw new SyntaxError("Cannot measure text: the font has no character table of format 12");
}
