/** TypeScript behind the Jupyter protocol: one process that knows the language, and one that runs the cells. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createAdapter } from "./debug/adapter.ts";
import type { Cell, CellError, LanguageInfo, StartInterpreter } from "./interpreter.ts";
import { startLanguage } from "./language/language-process.ts";
import type { RunResult } from "./runner/frames.ts";
import { startLastingRunner } from "./runner/lasting-runner.ts";
import type { Run } from "./runner/requests.ts";

/** How long code may go on after an interrupt before its process is ended, in milliseconds. */
const patience = 3000;

/** Starts TypeScript for a notebook in the folder `cwd`. */
export const startTypeScript: StartInterpreter = (host, { cwd }) => {
  const language = startLanguage(cwd);
  const debug = createAdapter((event) => host.debugEvent?.(event));
  const runner = startLastingRunner(cwd, {
    host,
    onStateLost: () => void language.forget(),
    onInspector: debug.join,
  });
  let compiling: { interrupted: boolean } | undefined;

  const run = async (code: string, cell: Cell, value: Run["value"]): Promise<RunResult> => {
    compiling = { interrupted: false };
    const compiled = await language.compile(code, { count: cell.count });
    if (!("error" in compiled)) await debug.prepare({ ...compiled, count: cell.count, code });
    const { interrupted } = compiling;
    compiling = undefined;
    if ("error" in compiled) return compiled;
    if (interrupted) return { error: interruption };
    const { origin, count, allowStdin } = cell;
    const result = await runner.run({ ...compiled, origin, count, allowStdin, source: code, value });
    await language.commit(compiled.id, result.unset ?? []);
    return result;
  };

  return {
    info,
    async execute(cell) {
      const result = await run(cell.code, cell, cell.silent ? "drop" : "show");
      if (result.error) return { status: "error", error: result.error };
      const entries: [string, unknown][] = [];
      for (const [name, code] of Object.entries(cell.userExpressions))
        entries.push([name, userExpression(await run(code, cell, "return"))]);
      return { status: "ok", userExpressions: Object.fromEntries(entries) };
    },
    complete: language.complete,
    inspect: language.inspect,
    isComplete: language.isComplete,
    comm: runner.comm,
    comms: runner.comms,
    debug: debug.answer,
    async interrupt() {
      if (compiling) compiling.interrupted = true;
      else await runner.interrupt(patience);
    },
    async stop() {
      language.stop();
      await runner.stop();
    },
  };
};

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
    mimetype: "text/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: "text/typescript",
    nbconvert_exporter: "script",
  },
};

/** Read from its package: loading the compiler here would take longer than the kernel's whole start. */
function typescriptVersion(): string {
  const path = createRequire(import.meta.url).resolve("typescript/package.json");
  return JSON.parse(readFileSync(path, "utf8")).version;
}

const interruption: CellError = {
  ename: "KernelInterrupt",
  evalue: "The cell was interrupted",
  traceback: ["KernelInterrupt: The cell was interrupted"],
};

function userExpression({ error, data = {}, metadata = {} }: RunResult): unknown {
  return error ? { status: "error", ...error } : { status: "ok", data, metadata };
}
