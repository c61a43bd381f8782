/** Runs cells by tslab's own converter and executor, for tslab-interpreter.ts; the first argument is a file in tslab's folder. */
import { createRequire } from "node:module";
import { format } from "node:util";
import { toBundle } from "../display/index.ts";
import type { Cell, CellError, Completeness, Completion, MimeBundle, Output } from "../interpreter.ts";

/** What of tslab is used; its two converters differ in where the code is to run. */
interface Tslab {
  execute(code: string): Promise<boolean>;
  complete(code: string, cursor: number): { start: number; end: number; candidates: string[] };
  inspect(code: string, cursor: number): object | undefined;
  interrupt(): void;
}

/** What the host may ask, by name. */
export interface Engine {
  execute(cell: Cell): Promise<CellError | undefined>;
  complete(code: string, cursor: number): Completion;
  inspect(code: string, cursor: number): MimeBundle | undefined;
  isComplete(code: string): Completeness;
}

const load = createRequire(process.argv[2]);
const { createConverter, isCompleteCode } = load("./converter.js");
const { printQuickInfo } = load("./inspect.js");
/** The newest cell: what comes late counts as its output. */
let cell: Pick<Cell, "origin" | "count" | "silent"> = { origin: "", count: 0, silent: true };
let failure: CellError | undefined;
let drawing: Promise<void> = Promise.resolve();

const executor: Tslab = load("./executor.js").createExecutor(
  process.cwd(),
  {
    node: createConverter(),
    get browser() {
      return createConverter({ isBrowser: true });
    },
  },
  { log: showResult, error: fail },
);

const engine: Engine = {
  async execute(next) {
    cell = next;
    failure = undefined;
    const isDone = await executor.execute(next.code);
    await drawing;
    return isDone ? undefined : (failure ?? toError(new Error("The cell has failed")));
  },
  complete(code, cursor) {
    const { start, end, candidates } = executor.complete(code, cursor);
    return { start, end, matches: candidates.map((text) => ({ text, type: "" })) };
  },
  inspect(code, cursor) {
    const found = executor.inspect(code, cursor);
    return found && { data: { "text/plain": printQuickInfo(found) }, metadata: {} };
  },
  isComplete(code) {
    const { completed, indent = "" } = isCompleteCode(code);
    return completed ? { status: "complete" } : { status: "incomplete", indent };
  },
};

for (const name of ["stdout", "stderr"] as const)
  process[name].write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    put("stream", { name, text });
    const done = rest.at(-1);
    if (typeof done === "function") process.nextTick(done);
    return true;
  };
load("./jupyter.js").lastWriteDisplayData = (content: Record<string, unknown>, isUpdate: boolean) =>
  put(isUpdate ? "update_display_data" : "display_data", content);
process.on("SIGINT", () => executor.interrupt());
for (const event of ["uncaughtException", "unhandledRejection"] as const)
  process.on(event, (error: unknown) => put("error", { ...toError(error) }));
process.on("disconnect", () => process.exit());
process.on("message", async ({ id, name, values }: { id: number; name: keyof Engine; values: never[] }) => {
  try {
    const value = await (engine[name] as (...values: never[]) => unknown)(...values);
    process.send?.({ id, value });
  } catch (error) {
    process.send?.({ id, failure: String(error) });
  }
});

function put(type: Output["type"], content: Record<string, unknown>): void {
  process.send?.({ output: { origin: cell.origin, type, content } });
}

/** tslab prints the value of a cell; here it becomes its result. */
function showResult(value: unknown): void {
  const { count, silent } = cell;
  if (silent) return;
  drawing = Promise.resolve(toBundle(value)).then((bundle) =>
    put("execute_result", { execution_count: count, ...bundle }),
  );
}

/** tslab prints errors too: what was thrown, or a form with the place and text of a type error. */
function fail(first: unknown, ...rest: unknown[]): void {
  failure ??=
    rest.length === 0
      ? toError(first)
      : toError({ name: "TypeScriptError", message: format(first, ...rest) });
}

function toError(thrown: unknown): CellError {
  const { name = "Error", message = format(thrown), stack } = Object(thrown) as Partial<Error>;
  return { ename: name, evalue: message, traceback: (stack ?? `${name}: ${message}`).split("\n") };
}
