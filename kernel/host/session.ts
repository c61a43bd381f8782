/** What a kernel remembers between messages, and the parts that its functions work with. */
import type { Interpreter, Output } from "../interpreter.ts";
import type { History } from "./history.ts";
import type { Port, Request } from "./port.ts";
import type { Stdin } from "./stdin.ts";

export interface Session {
  /** Cells that wait, oldest first. */
  queue: Request[];
  /** The cell that runs. */
  running: Request | undefined;
  /** The result of the cell that runs, once it has one. */
  result: Output["content"] | undefined;
  /** The number of the last cell that was counted. */
  count: number;
  /** True once the kernel stops: requests that still come are left unanswered. */
  ended: boolean;
}

export function newSession(): Session {
  return { queue: [], running: undefined, result: undefined, count: 0, ended: false };
}

export interface Parts {
  session: Session;
  interpreter: Interpreter;
  port: Port;
  stdin: Stdin;
  history: History;
  /** Takes a sentence on each message that could not be read or understood. */
  log: (line: string) => void;
}
