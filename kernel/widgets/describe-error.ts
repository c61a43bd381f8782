/** Errors of callbacks, where the runner gives no better description. */
import type { CellError } from "../interpreter.ts";

/** Name, message and stack of whatever was thrown. */
export function describeError(error: unknown): CellError {
  if (!(error instanceof Error))
    return { ename: "Uncaught", evalue: String(error), traceback: [String(error)] };
  const { name, message, stack = `${name}: ${message}` } = error;
  return { ename: name, evalue: message, traceback: stack.split("\n") };
}
