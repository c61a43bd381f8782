/**
 * The contract between the Jupyter protocol and a language.
 *
 * The host (kernel/host) speaks Jupyter and knows no language; an interpreter runs cells and knows no sockets. Either can
 * be tested without the other. Text positions are UTF-16 offsets here; the host converts from Jupyter's code points.
 */

/** A MIME bundle: what a value looks like, from the richest form to plain text. */
export interface MimeBundle {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

/** What the interpreter publishes on its own account; `type` is the Jupyter message type. */
export interface Output {
  /** The token that came with the cell or comm message whose code made this output. */
  origin: string;
  type:
    | "stream"
    | "display_data"
    | "update_display_data"
    | "clear_output"
    | "execute_result"
    | "error"
    | "comm_open"
    | "comm_msg"
    | "comm_close";
  /** The message's content; as bytes it is JSON already, sent as it is and never parsed on the way. */
  content: Uint8Array | Record<string, unknown>;
  metadata?: Record<string, unknown>;
  buffers?: Uint8Array[];
}

/** One cell to run. */
export interface Cell {
  code: string;
  /** Returned with every output of this cell, also with those that come after it has ended. */
  origin: string;
  /** The number shown as In [n]; also the name of the cell in error messages. */
  count: number;
  /** True when nothing is to be published or kept in `_`, as for Jupyter's silent requests. */
  silent: boolean;
  /** True when the front end can answer `prompt()`. */
  allowStdin: boolean;
  /** Expressions to evaluate after the cell, by name. */
  userExpressions: Record<string, string>;
}

/** An error as Jupyter shows it. */
export interface CellError {
  ename: string;
  evalue: string;
  /** Lines for the reader, plain text or ANSI: message, cell and line, the source line with a caret, causes. */
  traceback: string[];
}

/** How a cell ended. All its outputs have been handed to the host before this is returned. */
export type Outcome =
  | { status: "ok"; userExpressions: Record<string, unknown> }
  | { status: "error"; error: CellError };

export interface Completion {
  matches: { text: string; type: string; detail?: string; documentation?: string }[];
  /** UTF-16 range that a match replaces. */
  start: number;
  end: number;
}

export type Completeness =
  | { status: "complete" }
  | { status: "incomplete"; indent: string }
  | { status: "invalid" }
  | { status: "unknown" };

/** A message from the front end to a comm, as ipywidgets sends. */
export interface CommMessage {
  origin: string;
  type: "comm_open" | "comm_msg" | "comm_close";
  content: Record<string, unknown>;
  metadata: Record<string, unknown>;
  buffers: Uint8Array[];
}

/** What Jupyter asks of a language, in kernel_info_reply's own names. */
export interface LanguageInfo {
  implementation: string;
  implementation_version: string;
  banner: string;
  language_info: {
    name: string;
    version: string;
    mimetype: string;
    file_extension: string;
    pygments_lexer: string;
    codemirror_mode: string;
    nbconvert_exporter: string;
  };
  /** For the front end's Help menu. */
  help_links?: { text: string; url: string }[];
}

/** What the host gives an interpreter. */
export interface InterpreterHost {
  output(output: Output): void;
  /** Asks the front end for a line; rejects when the front end cannot be asked or the cell is interrupted. */
  input(origin: string, prompt: string, password: boolean): Promise<string>;
  /** Tells clients what a debugger does: an event of the Debug Adapter Protocol. */
  debugEvent?(event: Record<string, unknown>): void;
}

/** A language behind the Jupyter protocol. */
export interface Interpreter {
  readonly info: LanguageInfo;
  /** Runs one cell; the host never calls it again before it has settled. */
  execute(cell: Cell): Promise<Outcome>;
  complete(code: string, cursor: number): Promise<Completion>;
  inspect(code: string, cursor: number, detail: 0 | 1): Promise<MimeBundle | undefined>;
  isComplete(code: string): Promise<Completeness>;
  /**
   * Hands a message to the comm's listeners. A promise settles when they have dealt with it, whatever they threw: front
   * ends hold back the next slider event until then. A comm_open for a target that nobody knows is answered by the
   * output comm_close.
   */
  comm(message: CommMessage): void | Promise<void>;
  /** The open comms that have the target, or all: id → target name. */
  comms(target?: string): Record<string, string>;
  /**
   * Answers a request of the Debug Adapter Protocol, or one of Jupyter's additions to it, also while cells run or are
   * paused. Absent when the language has no debugger.
   */
  debug?(request: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Stops what runs now, as gently as it can; the state is kept where that is possible. */
  interrupt(): Promise<void>;
  /** Ends every process that it started. */
  stop(): Promise<void>;
}

/** Makes an interpreter, ready or still starting: the host answers kernel_info before the first cell is run. */
export type StartInterpreter = (host: InterpreterHost, options: { cwd: string }) => Interpreter;
