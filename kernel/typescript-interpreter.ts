/** TypeScript behind the Jupyter protocol: one process that knows the language, and one that runs the cells. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { type Adapter, createAdapter } from "./debug/adapter.ts";
import type { Cell, CellError, LanguageInfo, StartInterpreter } from "./interpreter.ts";
import { type LanguageClient, startLanguage } from "./language/language-process.ts";
import type { RunResult } from "./runner/frames.ts";
import { type LastingRunner, startLastingRunner } from "./runner/lasting-runner.ts";
import type { Run } from "./runner/requests.ts";

/** How long code may go on after an interrupt before its process is ended, in milliseconds. */
const patience = 3000;

/** Starts TypeScript for a notebook in the folder `cwd`. */
export const startTypeScript: StartInterpreter = (host, options) => {
  const cwd = existsSync(options.cwd) ? options.cwd : homedir();
  const language = startLanguage(cwd);
  const debug = createAdapter((event) => host.debugEvent?.(event));
  const runner = startLastingRunner(cwd, {
    host,
    onStateLost: () => void language.forget().catch(() => {}),
    onInspector: debug.join,
  });
  const { run, interrupt } = cellRunner(language, runner, debug);
  return {
    info,
    async execute(cell) {
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
};

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
    async interrupt() {
      if (compiling) compiling.isInterrupted = true;
      else await runner.interrupt(patience);
    },
  };
}

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const info: LanguageInfo = {
  implementation: "noisebook",
  implementation_version: version,
  banner: `Noisebook ${version}: TypeScript with types that are checked before a cell runs`,
  language_info: {
    name: "typescript",
    version: typescriptVersion(),
    mimetype: "application/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: "typescript",
    nbconvert_exporter: "script",
  },
};

/** Read from its package: loading the compiler here would take longer than the kernel's whole start. */
function typescriptVersion(): string {
  const path = createRequire(import.meta.url).resolve("typescript/package.json");
  return JSON.parse(readFileSync(path, "utf8")).version;
}

function failure(ename: string, evalue: string): CellError {
  return { ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

function userExpression({ error, data = {}, metadata = {} }: RunResult): unknown {
  return error ? { status: "error", ...error } : { status: "ok", data, metadata };
}
