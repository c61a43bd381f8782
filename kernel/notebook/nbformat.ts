/**
 * Jupyter's notebook files (nbformat 4), read and written so that what was not changed stays as it was: the order of keys,
 * `source` as text or as a list of lines, indentation, line ends, escapes, the spelling of numbers and the end of the file.
 */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { writeAtomic } from "./write-atomic.ts";

/** Text in a file: one string, or lines with their ends. */
export type MultilineText = string | string[];

export interface Notebook {
  nbformat: 4;
  nbformat_minor: number;
  metadata: Record<string, unknown>;
  cells: NotebookCell[];
}

export interface NotebookCell {
  /** Since nbformat 4.5. */
  id?: string;
  cell_type: "code" | "markdown" | "raw";
  metadata: Record<string, unknown>;
  source: MultilineText;
  /** Pictures that a markdown cell names as `attachment:NAME`, each a MIME bundle. */
  attachments?: Record<string, Record<string, unknown>>;
  /** Code cells only. */
  execution_count?: number | null;
  outputs?: NotebookOutput[];
}

export type NotebookOutput =
  | { output_type: "stream"; name: string; text: MultilineText }
  | { output_type: "display_data"; data: Record<string, unknown>; metadata: Record<string, unknown> }
  | {
      output_type: "execute_result";
      execution_count: number | null;
      data: Record<string, unknown>;
      metadata: Record<string, unknown>;
    }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

/** How a notebook was laid out as text. */
export interface Layout {
  indent: string;
  newline: "\n" | "\r\n";
  /** What follows the last brace. */
  end: string;
  /** True when characters outside ASCII were written as escapes. */
  ascii: boolean;
  /**
   * Spellings of numbers, by the name before them and their value, in their order, wherever one was written otherwise than
   * JavaScript does, such as Python's 1.0.
   */
  numbers?: Map<string, string[]>;
}

/** Jupyter's own layout. */
export const jupyterLayout: Layout = { indent: " ", newline: "\n", end: "\n", ascii: false };

/** The text of a cell or output, whichever way it is kept. */
export function joinText(text: MultilineText | undefined): string {
  return Array.isArray(text) ? text.join("") : (text ?? "");
}

/** Text as Jupyter keeps it in files: a list of lines, each with its end. */
export function splitText(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/**
 * Reads the text of a notebook.
 *
 * @param name What to call it in an error.
 * @throws {SyntaxError} If the text is not JSON, not a notebook, or not of nbformat 4.
 *
 * @example What is not changed is written as it was
 * ```ts
 * import assert from "node:assert/strict";
 * const text = '{\n  "cells": [],\n  "metadata": {},\n  "nbformat": 4,\n  "nbformat_minor": 5\n}';
 * const { notebook, layout } = parseNotebook(text, "empty.ipynb");
 * assert.equal(formatNotebook(notebook, layout), text);
 * ```
 */
export function parseNotebook(text: string, name: string): { notebook: Notebook; layout: Layout } {
  const body = text.replace(/^\uFEFF/, "");
  if (body.trim() === "") throw new SyntaxError(`Cannot read ${name}: the file is empty`);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    throw new SyntaxError(`Cannot read ${name}: it is not JSON (${(cause as Error).message})`, { cause });
  }
  const fault = notebookFault(value);
  if (fault) throw new SyntaxError(`Cannot read ${name}: ${fault}`);
  return { notebook: value as Notebook, layout: layoutOf(body) };
}

/** Writes a notebook as text in the given layout. */
export function formatNotebook(notebook: Notebook, layout = jupyterLayout): string {
  let text = JSON.stringify(notebook, undefined, layout.indent);
  if (layout.ascii)
    text = text.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  if (layout.numbers?.size) text = withNumbers(text, respeller(layout.numbers));
  return text.replaceAll("\n", layout.newline) + layout.end;
}

/** Replaces the numbers of a JSON text; each is known by the last name before it. */
function withNumbers(text: string, replace: (name: string, number: string) => string): string {
  const token = /"|-?\d[\d.eE+-]*/g;
  const parts: string[] = [];
  let name = "";
  let kept = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const { 0: start, index } = found;
    if (start === '"') {
      const end = endOfString(text, index);
      token.lastIndex = end;
      if (/^\s*:/.test(text.slice(end, end + 20))) name = text.slice(index + 1, end - 1);
    } else {
      parts.push(text.slice(kept, index), replace(name, start));
      kept = token.lastIndex;
    }
  }
  return parts.join("") + text.slice(kept);
}

/** Not by a regular expression: its stack does not hold a picture of ten megabytes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text[before - 1] === "\\") before--;
    if ((end - before) % 2 === 0) return end + 1;
  }
}

function unusualNumbers(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const unusual = new Set<string>();
  withNumbers(text, (name, number) => {
    const key = `${name} ${Number(number)}`;
    if (String(Number(number)) !== number) unusual.add(key);
    const spellings = found.get(key);
    if (spellings) spellings.push(number);
    else found.set(key, [number]);
    return number;
  });
  return new Map([...found].filter(([key]) => unusual.has(key)));
}

/** Gives each number its spelling back; one that is new is spelled as the last of its kind. */
function respeller(spellings: Map<string, string[]>): (name: string, number: string) => string {
  const used = new Map<string, number>();
  return (name, number) => {
    const key = `${name} ${number}`;
    const known = spellings.get(key);
    const at = used.get(key) ?? 0;
    used.set(key, at + 1);
    return known?.[Math.min(at, known.length - 1)] ?? number;
  };
}

/**
 * Reads a notebook file.
 *
 * @throws {Error} In one sentence, if there is no such file or it is not a notebook.
 */
export async function readNotebook(path: string): Promise<{ notebook: Notebook; layout: Layout }> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`Cannot read ${path}: ${whyUnreadable(cause)}`, { cause });
  });
  return parseNotebook(text, basename(path));
}

/** Why a file could not be read, as the end of a sentence. */
export function whyUnreadable({ code, message }: NodeJS.ErrnoException): string {
  const why = { ENOENT: "there is no such file", EISDIR: "it is a folder", EACCES: "you may not read it" };
  return why[code as keyof typeof why] ?? message;
}

/** Writes a notebook file in one step: whoever reads it sees the old one or the new one, never a half. */
export async function writeNotebook(path: string, notebook: Notebook, layout?: Layout): Promise<void> {
  await writeAtomic(path, formatNotebook(notebook, layout));
}

function notebookFault(value: unknown): string | undefined {
  if (!isRecord(value) || !("nbformat" in value || "cells" in value)) return "it is JSON but not a notebook";
  if (value["nbformat"] !== 4)
    return `it is of nbformat ${value["nbformat"]}, not 4; open it in Jupyter and save it there to convert it`;
  if (!Array.isArray(value["cells"])) return "it is a notebook without a list of cells";
  const wrong = value["cells"].findIndex((cell) => !isCell(cell));
  if (wrong >= 0) return `cell ${wrong + 1} has no valid cell_type and source`;
  const cells = value["cells"] as Record<string, unknown>[];
  for (const each of [value, ...cells]) each["metadata"] ??= {};
  const strange = cells.findIndex(({ metadata }) => !isRecord(metadata));
  if (strange >= 0) return `the metadata of cell ${strange + 1} are no record`;
  return isRecord(value["metadata"]) ? undefined : "its metadata are no record";
}

function isCell(cell: unknown): boolean {
  if (!isRecord(cell) || !["code", "markdown", "raw"].includes(cell["cell_type"] as string)) return false;
  const source = cell["source"];
  return (
    typeof source === "string" || (Array.isArray(source) && source.every((line) => typeof line === "string"))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function layoutOf(text: string): Layout {
  return {
    indent: /^\s*\{\r?\n([ \t]+)/.exec(text)?.[1] ?? "",
    newline: /^\s*\{\r\n/.test(text) ? "\r\n" : "\n",
    end: /\s*$/.exec(text)![0],
    ascii: !/[\u007f-\uffff]/.test(text) && /(?<!\\)\\u(?!00[01])/.test(text),
    numbers: unusualNumbers(text),
  };
}
