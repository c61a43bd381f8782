/** The runner's one connection to the front end's widgets. */
import { type Redirects, redirectsOf } from "../display/redirect.ts";
import type { CellError } from "../interpreter.ts";
import type { Outlet } from "../runner/outlet.ts";

/** The kernel's side of one widget. */
export interface Model {
  readonly id: string;
  /** The front end's classes, sent before the state. */
  readonly header: Record<string, string | null>;
  readonly state: Record<string, unknown>;
  /** Listeners by attribute; like those for messages they never throw, and return a promise while they go on. */
  readonly observers: Map<string, Set<(value: unknown) => void | Promise<void>>>;
  readonly messageListeners: Set<
    (content: Record<string, unknown>, buffers: Uint8Array[]) => void | Promise<void>
  >;
  /** What cells hold of it, and find in the states of other widgets. */
  widget: object;
  /** Ends the listening to its comm. */
  stop: () => void;
}

export interface Connection {
  outlet: Outlet;
  redirects: Redirects;
  describeError(error: unknown): CellError;
  /** All open models by id, kept alive so that a reloaded page gets its widgets back. */
  models: Map<string, Model>;
}

let connection: Connection | undefined;

/** Connects all widgets opened from now on; a process has one connection at a time. */
export function connect(outlet: Outlet, describeError: Connection["describeError"]): Connection {
  connection = { outlet, redirects: redirectsOf(outlet), describeError, models: new Map() };
  return connection;
}

/** The connection, for code that opens or changes widgets. */
export function connected(): Connection {
  if (!connection) throw new Error("Cannot open a widget: no notebook is connected");
  return connection;
}
