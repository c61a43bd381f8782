import type { CellError } from "../interpreter.ts";

/** An error of the kernel itself, in the form in which Jupyter shows a cell's: the request makes no sense, or its answer failed. */
export function toCellError(error: unknown): CellError {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  return { ename: name, evalue: message, traceback: [`${name}: ${message}`] };
}
