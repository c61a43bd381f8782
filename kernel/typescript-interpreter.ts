/** TypeScript behind the Jupyter protocol: one process that knows the language, and one that runs the cells. */
import type { Adapter } from "./debug/adapter.ts";
import { lateAdapter } from "./debug/late-adapter.ts";
import type { Cell, CellError, Interpreter, InterpreterHost, StartInterpreter } from "./interpreter.ts";
import type { LanguageClient } from "./language/language-process.ts";
import type { RunResult } from "./runner/frames.ts";
import { type LastingRunner, startLastingRunner } from "./runner/lasting-runner.ts";
import type { Run } from "./runner/requests.ts";
import { info } from "./typescript-info.ts";
import { type Processes, startProcesses } from "./typescript-processes.ts";

/** How long code may go on after an interrupt before its process is ended, in milliseconds. */
const patience = 3000;

/** Starts TypeScript for a notebook in the folder `cwd`. */
export const startTypeScript: StartInterpreter = (host, { cwd }) => interpreterOf(startProcesses(cwd), host);

/** TypeScript on processes that run already. */
export function interpreterOf(processes: Processes, host: InterpreterHost): Interpreter {
  const { cwd, language } = processes;
  const debug = lateAdapter(async () => {
    const { createAdapter } = await import("./debug/adapter.ts");
    return createAdapter({
      sendEvent: (event) => host.debugEvent?.(event),
      declare: (name) => declare(name),
    });
  });
  const runner = startLastingRunner(cwd, {
    host,
    first: processes.runner,
    onStateLost: () => void language.forget().catch(() => {}),
    onInspector: debug.join,
  });
  const { run, declare, interrupt } = cellRunner(language, runner, debug);
  return {
    info,
    async execute(cell) {
      debug.load();
      const { error } = await run(cell.code, cell, cell.silent ? "drop" : "show");
      if (error) return { status: "error", error };
      const userExpressions: Record<string, unknown> = {};
      for (const [name, code] of Object.entries(cell.userExpressions))
        userExpressions[name] = userExpression(await run(code, cell, "return"));
      return { status: "ok", userExpressions };
    },
    complete: language.complete,
    inspect: language.inspect,
    isComplete: language.isComplete,
    comm: runner.comm,
    comms: runner.comms,
    debug: debug.answer,
    interrupt,
    async stop() {
      language.stop();
      await runner.stop();
    },
  };
}

/** Compiles and runs one cell after the other; an interrupt finds the cell in either stage. */
function cellRunner(language: LanguageClient, runner: LastingRunner, debug: Adapter) {
  let lastId = 0;
  let compiling: { isInterrupted: boolean } | undefined;
  const run = async (code: string, cell: Cell, value: Run["value"]): Promise<RunResult> => {
    lastId += 1;
    const id = lastId;
    const stage = { isInterrupted: false };
    compiling = stage;
    const compiled = await language.compile(code, { id, count: cell.count });
    if (!("error" in compiled)) await debug.prepare({ ...compiled, id, count: cell.count, code });
    compiling = undefined;
    if ("error" in compiled) return compiled;
    if (stage.isInterrupted) return { error: failure("KernelInterrupt", "The cell was interrupted") };
    const { origin, count, allowStdin } = cell;
    const result = await runner.run({ ...compiled, id, origin, count, allowStdin, source: code, value });
    await language.commit(id, result.unset ?? []);
    return result;
  };
  return {
    run: (...cell: Parameters<typeof run>): Promise<RunResult> =>
      run(...cell).catch(({ message }: Error) => ({ error: failure("KernelError", message) })),
    /** A variable of any type, which has its value already. */
    async declare(name: string) {
      lastId += 1;
      await language.compile(`let ${name}: any;`, { id: lastId, count: 0 });
      await language.commit(lastId, []);
    },
    async interrupt() {
      if (compiling) compiling.isInterrupted = true;
      else await runner.interrupt(patience);
    },
  };
}

function failure(ename: string, evalue: string): CellError {
  return { ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

function userExpression({ error, data = {}, metadata = {} }: RunResult): unknown {
  return error ? { status: "error", ...error } : { status: "ok", data, metadata };
}
