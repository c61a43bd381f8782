/** Terminal text as HTML: colours and weights of ANSI escapes, and lines that were written over. */
import { escapeHtml } from "./escape.ts";

interface Style {
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
  inverse?: boolean;
  /** A class name (one of the sixteen colours, which follow the theme) or a CSS colour. */
  color?: string | undefined;
  background?: string | undefined;
}

/**
 * Terminal text as HTML spans.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(ansiToHtml("\x1b[31mno\x1b[0m <b>"), '<span class="ansi-1">no</span> &lt;b&gt;');
 * assert.equal(ansiToHtml("10 %\r20 %\n"), "20 %\n");
 * ```
 */
export function ansiToHtml(text: string): string {
  let style: Style = {};
  let html = "";
  for (const { codes, plain } of runs(writtenOver(text))) {
    if (codes !== undefined) style = restyle(style, (codes || "0").split(";").map(Number));
    html += span(plain, style);
  }
  return html;
}

/** Text without its ANSI escapes. */
export function stripAnsi(text: string): string {
  return runs(text)
    .map(({ plain }) => plain)
    .join("");
}

/** Text in runs of one style; `codes` are those of the escape before the run. Escapes that do not style are dropped. */
function runs(text: string): { codes?: string; plain: string }[] {
  const [first = "", ...rest] = text.split("\x1b[");
  const styled = rest.map((part) => {
    const [sequence, codes = "", kind] = /^([\d;?]*)([A-Za-z])/.exec(part) ?? [""];
    const plain = part.slice(sequence.length);
    return kind === "m" ? { codes, plain } : { plain };
  });
  return [{ plain: first }, ...styled];
}

/** What stays on a terminal: after a carriage return, a line is written over from its start. */
function writtenOver(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => {
      const runs = line.split("\r").filter((run, index) => run !== "" || index === 0);
      return runs.reduce((shown, run) =>
        stripAnsi(run).length >= stripAnsi(shown).length ? run : run + shown.slice(run.length),
      );
    })
    .join("\n");
}

function restyle(style: Style, codes: number[]): Style {
  let next = { ...style };
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === 0) next = {};
    else if (code === 1) next.bold = true;
    else if (code === 2) next.dim = true;
    else if (code === 3) next.italic = true;
    else if (code === 4) next.underline = true;
    else if (code === 7) next.inverse = true;
    else if (code === 22) next.bold = next.dim = false;
    else if (code === 23) next.italic = false;
    else if (code === 24) next.underline = false;
    else if (code === 27) next.inverse = false;
    else if (code === 38 || code === 48) {
      const color = codes[i + 1] === 5 ? palette(codes[i + 2] ?? 0) : rgb(codes.slice(i + 2, i + 5));
      next[code === 38 ? "color" : "background"] = color;
      i += codes[i + 1] === 5 ? 2 : 4;
    } else if (code === 39) next.color = undefined;
    else if (code === 49) next.background = undefined;
    else if (inRange(code, 30, 37)) next.color = `ansi-${code - 30}`;
    else if (inRange(code, 90, 97)) next.color = `ansi-${code - 82}`;
    else if (inRange(code, 40, 47)) next.background = `ansi-bg-${code - 40}`;
    else if (inRange(code, 100, 107)) next.background = `ansi-bg-${code - 92}`;
  }
  return next;
}

function span(text: string, style: Style): string {
  const classes: string[] = [];
  const rules: string[] = [];
  for (const flag of ["bold", "dim", "italic", "underline", "inverse"] as const)
    if (style[flag]) classes.push(`ansi-${flag}`);
  for (const [property, value] of [
    ["color", style.color],
    ["background", style.background],
  ] as const)
    if (value?.startsWith("ansi-")) classes.push(value);
    else if (value) rules.push(`${property}:${value}`);
  if (text === "" || (classes.length === 0 && rules.length === 0)) return escapeHtml(text);
  const attributes = [
    classes.length > 0 ? ` class="${classes.join(" ")}"` : "",
    rules.length > 0 ? ` style="${rules.join(";")}"` : "",
  ];
  return `<span${attributes.join("")}>${escapeHtml(text)}</span>`;
}

/** A colour of xterm's palette of 256: the sixteen, a cube of six levels, a ramp of greys. */
function palette(index: number): string {
  if (index < 16) return `ansi-${index}`;
  if (index >= 232) return rgb(Array(3).fill(8 + (index - 232) * 10));
  const level = (n: number) => (n === 0 ? 0 : 55 + n * 40);
  return rgb([Math.floor((index - 16) / 36), Math.floor((index - 16) / 6) % 6, (index - 16) % 6].map(level));
}

function rgb(parts: number[]): string {
  return `rgb(${parts.map((part) => part || 0).join(",")})`;
}

function inRange(code: number, low: number, high: number): boolean {
  return code >= low && code <= high;
}
