import type { Completeness } from "../interpreter.ts";
import { syntaxErrors } from "./cell-chain.ts";
import { ts } from "./typescript.ts";

const unterminatedString = 1002;
/** Errors that say that the text has just not gone on yet: an open template, comment. */
const unterminated = new Set([1010, 1160]);

/** Tells whether a console should run this text, wait for more lines, or show it as wrong. */
export function isComplete(code: string): Completeness {
  const file = ts.createSourceFile("[cell].ts", code, ts.ScriptTarget.Latest, true);
  const errors = syntaxErrors(file);
  if (errors.length === 0) return { status: "complete" };
  const end = code.trimEnd().length;
  const isOpen = ({ code: number, start = 0 }: ts.Diagnostic) =>
    unterminated.has(number) || (start >= end && number !== unterminatedString);
  return errors.every(isOpen) ? { status: "incomplete", indent: indentAfter(code) } : { status: "invalid" };
}

/** The last line's indent, and two more after an opening bracket. */
function indentAfter(code: string): string {
  const last = code.trimEnd().split("\n").at(-1) ?? "";
  const indent = /^\s*/.exec(last)?.[0] ?? "";
  return /[[{(]$/.test(last) ? `${indent}  ` : indent;
}
