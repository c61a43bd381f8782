/**
 * The way out of the runner: all that a cell shows or sends leaves here, in order.
 *
 * Display and widgets write against this contract, so that they can be tested with a list in place of a pipe.
 */
import type { Output } from "../interpreter.ts";

export interface Outlet {
  /** The token of the cell or comm message whose code runs now. */
  readonly origin: string;
  /** Runs code as that of an origin, also after its awaits, and restores the present one. */
  run<T>(origin: string, code: () => T): T;
  /** Makes a function that runs as part of the code that runs now, and that is stopped with it. */
  bind<A extends unknown[], T>(callback: (...args: A) => T): (...args: A) => T;
  /** Writes one message; returns when it is on its way, so a tight loop cannot outrun the reader. */
  send(message: Omit<Output, "origin"> & { origin?: string }): void;
  /**
   * Holds the outputs that follow until a value that draws itself asynchronously is ready, so that order is kept.
   * The cell does not end before it.
   */
  later(message: Promise<Omit<Output, "origin">>): void;
  /** Calls back for each message from the front end to a comm of this id, until the returned function is called. */
  onComm(id: string, listener: CommListener): () => void;
  /** Calls back when the front end opens a comm with this target (Jupyter's `jupyter.widget.control`). */
  onTarget(target: string, listener: CommListener): () => void;
}

/** A comm message as it reaches user code. */
export interface CommEvent {
  type: "comm_open" | "comm_msg" | "comm_close";
  id: string;
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  buffers: Uint8Array[];
}

/** Takes a comm message; while its promise is open, the kernel counts as busy and the front end holds back the next. */
export type CommListener = (event: CommEvent) => unknown;
