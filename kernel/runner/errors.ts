/** Errors as a reader of the notebook needs them: at the lines that were written, without the kernel's own frames. */
import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import type { CellError } from "../interpreter.ts";
import { codeFrame } from "../language/code-frame.ts";

/** A compiled cell. */
export interface CellSource {
  count: number;
  source: string;
  map: string;
}

/** Finds a cell by the file name under which it runs. */
export type FindCell = (file: string) => CellSource | undefined;

interface Frame {
  name: string;
  /** "cell 3" or a file's path. */
  place: string;
  line: number;
  column: number;
  source?: string;
}

/** The kernel's package, and its folders: compiled, and as source maps name them. */
const root = fileURLToPath(new URL("../../..", import.meta.url));
const isKernel = (file: string) => isIn(file, "dist/kernel", "kernel");
const isLibrary = (file: string) => isIn(file, "dist", "lib", "lessons");
const isIn = (file: string, ...folders: string[]) =>
  folders.some((folder) => file.startsWith(join(root, folder, sep)));

const longestTrace = 12;

/** V8's lines of a stack, where folders may have parentheses of their own. What runs inside `eval` has no file. */
const namedFrame = /^\s+at ((?:(?! \().)*) \((?!eval at )(.+):(\d+):(\d+)\)$/;
const bareFrame = /^\s+at ()(.+):(\d+):(\d+)$/;

/** Describes whatever was thrown. */
export function describeError(thrown: unknown, findCell: FindCell): CellError {
  const { ename, evalue } = headline(thrown);
  return { ename, evalue, traceback: lines(thrown, findCell, 0) };
}

function headline(thrown: unknown): { ename: string; evalue: string } {
  if (!isError(thrown)) return { ename: "Uncaught", evalue: inspect(thrown, { colors: false }) };
  return {
    ename: String(thrown.name || "Error"),
    evalue: String(thrown.message ?? "").replace(/\(0 , \$scope\.([\w$]+)\)|\$scope\.([\w$]+)/g, "$1$2"),
  };
}

function lines(thrown: unknown, findCell: FindCell, depth: number): string[] {
  const { ename, evalue } = headline(thrown);
  const result = [evalue ? `${ename}: ${evalue}` : ename];
  if (!isError(thrown)) return result;
  const frames = userFrames(String(thrown.stack ?? ""), findCell);
  const written = frames.find((frame) => frame.source !== undefined);
  if (written?.source !== undefined)
    result.push(
      `  ${written.place}, line ${written.line}, column ${written.column}`,
      "",
      ...codeFrame(written.source, written),
      "",
    );
  if (frames.length > 1 || (frames.length === 1 && !written)) result.push(...frames.map(frameLine));
  if (depth < 5) {
    if (thrown.cause !== undefined)
      result.push("Caused by:", ...lines(thrown.cause, findCell, depth + 1).map((line) => `  ${line}`));
    for (const each of (thrown as AggregateError).errors ?? [])
      result.push("One of:", ...lines(each, findCell, depth + 1).map((line) => `  ${line}`));
  }
  return result;
}

function frameLine({ name, place, line, column }: Frame): string {
  const where = `${place}, line ${line}, column ${column}`;
  return name ? `    at ${name} (${where})` : `    at ${where}`;
}

/** The frames down to the cell that was run; those of the kernel and of Node are left out. */
function userFrames(stack: string, findCell: FindCell): Frame[] {
  const frames: Frame[] = [];
  for (const text of stack.split("\n")) {
    const match = namedFrame.exec(text) ?? bareFrame.exec(text);
    if (!match) continue;
    const [, name = "", url = "", line, column] = match;
    const file = url.replace(/^async /, "").replace(/^file:\/\/.*/, (whole) => fileURLToPath(whole));
    if (file.startsWith("node:") || isKernel(file)) continue;
    const at = { line: Number(line), column: Number(column), name: cleanName(name) };
    const cell = findCell(file);
    frames.push(cell ? inCell(cell, at) : fileFrame(file, at));
    if (frames.length === longestTrace) break;
  }
  return frames;
}

function cleanName(name: string): string {
  return name
    .replace(/^async /, "")
    .replace(/^(Object|\$scope|Function|eval)\./, "")
    .replace(/^<anonymous>$/, "");
}

function inCell(cell: CellSource, at: { line: number; column: number; name: string }): Frame {
  const found = new SourceMap(JSON.parse(cell.map)).findEntry(at.line - 1, at.column - 1);
  const line = "originalLine" in found ? found.originalLine + 1 : at.line;
  const column = "originalColumn" in found ? found.originalColumn + 1 : at.column;
  return { name: at.name, place: `cell ${cell.count}`, line, column, source: cell.source };
}

/** A frame outside of cells; of a module that the user wrote beside the notebook the text is shown too. */
function fileFrame(file: string, at: Omit<Frame, "place">): Frame {
  if (isLibrary(file)) return { ...at, place: join("noisebook", relative(root, file)) };
  const isOwn = /\.[cm]?[jt]s$/.test(file) && !file.includes("node_modules") && existsSync(file);
  return { ...at, place: file, ...(isOwn && { source: readFileSync(file, "utf8") }) };
}

function isError(thrown: unknown): thrown is Error {
  return (
    thrown instanceof Error ||
    (typeof thrown === "object" && thrown !== null && "stack" in thrown && "message" in thrown)
  );
}
