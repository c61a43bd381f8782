/**
 * Shows a place in source text: its line with a caret below, and the line before it.
 *
 * @param at.line From 1. Likewise `column`, in UTF-16 units; `length` is how much to underline.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(codeFrame("let a = b;", { line: 1, column: 9 }), ["> 1 | let a = b;", "    |         ^"]);
 * ```
 */
export function codeFrame(source: string, at: { line: number; column: number; length?: number }): string[] {
  const lines = source.split(/\r?\n/);
  const text = lines[at.line - 1];
  if (text === undefined) return [];
  const width = String(at.line).length;
  const show = (number: number, mark: string) =>
    `${mark} ${String(number).padStart(width)} | ${lines[number - 1]}`.trimEnd();
  const indent = text.slice(0, at.column - 1).replace(/[^\t]/gu, " ");
  const length = Math.max(1, Math.min(at.length ?? 1, text.length - at.column + 1));
  const before = at.line > 1 && lines[at.line - 2]?.trim() ? [show(at.line - 1, " ")] : [];
  return [...before, show(at.line, ">"), `  ${" ".repeat(width)} | ${indent}${"^".repeat(length)}`];
}
