/** What a model is made of, as a figure. */
import type { Blueprint } from "../pretrained/describe.ts";
import { counted } from "./numbers.ts";
import { escapeXml, type SvgFigure, svgDocument, svgFigure } from "./svg-figure.ts";
import { textWidth } from "./text-width.ts";
import { faintInk, fontFamily, ink, palette } from "./theme.ts";

export interface BlueprintOptions {
  title?: string;
  /** How many levels below the root to unfold. Default: as many as fit in 40 lines. */
  depth?: number;
}

const mostLines = 40;
/** Lines of a figure that was asked for; more is a page, not a picture. */
const mostAsked = 400;

interface Line {
  part: Blueprint;
  level: number;
}

/**
 * Draws the blueprint of a model as an outline: each part with its kind, its number of parameters, and a bar for its share
 * of the whole.
 *
 * @param description What {@link describe} or {@link blueprintOf} made.
 * @throws {RangeError} If depth is not an integer from 0, or asks for more than 400 lines.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { blueprint, describe, publishedConfig } from "noisebook";
 *
 * assert.match(blueprint(describe(publishedConfig("sdxl"))).alt, /unet 2.57 billion/);
 * ```
 */
export function blueprint(description: Blueprint, { title, depth }: BlueprintOptions = {}): SvgFigure {
  if (depth !== undefined && (!Number.isInteger(depth) || depth < 0))
    throw new RangeError(`Cannot draw a blueprint: depth must be an integer from 0, got ${depth}`);
  const lines = unfolded(description, depth ?? fitting(description));
  if (lines.length > mostAsked)
    throw new RangeError(
      `Cannot draw a blueprint of ${counted(lines.length, "line")}: at most ${mostAsked} fit; ask for a smaller depth, or for a part`,
    );
  const facts = description.children.map(({ name, parameters }) => `${name} ${inWords(parameters)}`);
  const alt = `${title ?? description.name}: ${description.kind} of ${inWords(description.parameters)} parameters; ${facts.join(", ")}`;
  return svgFigure(() => draw(lines, { title, alt, whole: description.parameters }), alt);
}

/** The deepest unfolding that stays short. */
function fitting(root: Blueprint): number {
  let depth = 1;
  while (depth < 12 && unfolded(root, depth + 1).length <= mostLines) depth++;
  return depth;
}

function unfolded(part: Blueprint, depth: number, level = 0): Line[] {
  const below = depth > 0 ? part.children.flatMap((child) => unfolded(child, depth - 1, level + 1)) : [];
  return [{ part, level }, ...below];
}

/** 2567463684 is "2.57 billion", 1234567 "1.23 million", 890 "890". */
function inWords(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toPrecision(3)} billion`;
  if (count >= 1e6) return `${(count / 1e6).toPrecision(3)} million`;
  return count.toLocaleString("en-US");
}

const lineHeight = 18;
const margin = 10;
const barWidth = 120;
const size = 11;

function draw(
  lines: Line[],
  { title, alt, whole }: { title: string | undefined; alt: string; whole: number },
): string {
  const width = (words: string, weight: "normal" | "bold" = "normal") =>
    Math.ceil(textWidth(words, { size, weight }));
  const named = lines.map(({ part, level }) => ({
    part,
    x: margin + level * 16,
    bold: part.children.length > 0,
  }));
  const kinds =
    Math.max(...named.map(({ part, x, bold }) => x + width(part.name, bold ? "bold" : "normal"))) + 16;
  const counts = kinds + Math.max(...lines.map(({ part }) => width(kindOf(part)))) + 16;
  const right = counts + Math.max(...lines.map(({ part }) => width(part.parameters.toLocaleString("en-US"))));
  const top = margin + (title ? 26 : 0);
  const text = (x: number, y: number, words: string, style = "") =>
    `<text x="${x}" y="${y}" font-family="${fontFamily}" font-size="${size}" fill="${ink}" ${style}>${escapeXml(words)}</text>`;
  const parts = named.flatMap(({ part, x, bold }, at) => {
    const y = top + at * lineHeight + 13;
    const share = whole > 0 ? part.parameters / whole : 0;
    return [
      text(x, y, part.name, bold ? 'font-weight="bold"' : ""),
      text(kinds, y, kindOf(part)).replace(ink, faintInk),
      text(right, y, part.parameters.toLocaleString("en-US"), 'text-anchor="end"'),
      `<rect x="${right + 12}" y="${y - 9}" width="${Math.max(share * barWidth, share > 0 ? 0.5 : 0).toFixed(1)}" height="10" fill="${part.children.length > 0 ? palette.blue : palette.sky}"/>`,
    ];
  });
  if (title)
    parts.unshift(text(margin, margin + 13, title, 'font-weight="bold"').replace(`"${size}"`, '"13"'));
  return svgDocument(parts.join(""), {
    width: right + 12 + barWidth + margin,
    height: top + lines.length * lineHeight + margin,
    alt,
  });
}

function kindOf({ kind, shape }: Blueprint): string {
  return shape ? `${kind} ${shape.join(" × ") || "1"}` : kind;
}
