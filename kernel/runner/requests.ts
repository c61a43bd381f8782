/** What a host asks of a runner, over Node's own channel between processes. */
import type { CommMessage } from "../interpreter.ts";

/** A compiled cell. */
export interface Run {
  kind: "run";
  /** Distinct for every run; names the cell's file in stack traces. */
  id: number;
  origin: string;
  count: number;
  /** JavaScript whose value is an async function of the scope and the runtime. */
  js: string;
  /** Its source map, as JSON. */
  map: string;
  /** The cell as the user wrote it, for error messages. */
  source: string;
  /** The names that it publishes in the scope. */
  values: string[];
  allowStdin: boolean;
  /** What becomes of the last expression's value: shown and kept in `_`, returned as a bundle, or dropped. */
  value: "show" | "return" | "drop";
}

export type Request = Run | { kind: "comm"; id: number; message: CommMessage };

/** What a host writes to the watchdog. */
export interface Interrupt {
  /** The run that is to be stopped, which may not have reached the runner yet; 0 for what runs in between. */
  run: number;
}

/** The file descriptors of a runner, beyond the usual three. */
export const descriptors = { output: 3, input: 4, watchdog: 5, inspector: 6 } as const;
