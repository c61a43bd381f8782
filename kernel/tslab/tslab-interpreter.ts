/**
 * tslab's converter and executor behind the Jupyter protocol, for notebooks that need just its behaviour.
 *
 * What tslab cannot do stays as it is: imports become `require`, cells know TypeScript 5.0, functions keep the first value
 * of a variable that a later cell declares anew, a loop after an await is stopped only by ending the process. There are no
 * widgets, no input, no user expressions and no debugger.
 */
import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CellError, Interpreter, InterpreterHost, Output, StartInterpreter } from "../interpreter.ts";
import { info } from "../typescript-info.ts";
import type { Engine } from "./engine-process.ts";

type Answer = { id: number; value?: unknown; failure?: string } | { output: Output };
type Answers = {
  [K in keyof Engine]: (...values: Parameters<Engine[K]>) => Promise<Awaited<ReturnType<Engine[K]>>>;
};

/** How long code may go on after an interrupt before its process is ended, in milliseconds. */
const patience = 3000;

/** Starts tslab for a notebook in the folder `cwd`, from the package that is installed there or beside the kernel. */
export const startTslab: StartInterpreter = (host, { cwd }): Interpreter => {
  const engine = openEngine(cwd, host);
  return {
    info: {
      ...info,
      implementation: "noisebook-tslab",
      banner: `Noisebook ${info.implementation_version}: TypeScript by tslab`,
      language_info: { ...info.language_info, version: "5.0.4" },
    },
    async execute(cell) {
      const error = await engine.ask.execute(cell).catch(({ message }: Error): CellError => {
        return { ename: "KernelError", evalue: message, traceback: [message] };
      });
      return error ? { status: "error", error } : { status: "ok", userExpressions: {} };
    },
    complete: engine.ask.complete,
    inspect: (code, cursor) => engine.ask.inspect(code, cursor),
    isComplete: engine.ask.isComplete,
    comm({ type, content, origin }) {
      if (type === "comm_open")
        host.output({ origin, type: "comm_close", content: { comm_id: content.comm_id, data: {} } });
    },
    comms: () => ({}),
    interrupt: engine.interrupt,
    stop: engine.stop,
  };
};

function openEngine(cwd: string, host: InterpreterHost) {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let child: ChildProcess | undefined;
  let lastId = 0;
  const start = (): ChildProcess => {
    const started = fork(fileURLToPath(new URL("./engine-process.js", import.meta.url)), [tslabFile(cwd)], {
      cwd,
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    started.on("message", (answer: Answer) => {
      if ("output" in answer) return host.output(answer.output);
      const { resolve, reject } = waiting.get(answer.id)!;
      waiting.delete(answer.id);
      if (answer.failure === undefined) resolve(answer.value);
      else reject(new Error(answer.failure));
    });
    started.once("exit", () => {
      if (child === started) child = undefined;
      for (const { reject } of waiting.values())
        reject(new Error("The notebook's process has ended. All variables are lost: run the cells again."));
      waiting.clear();
    });
    return started;
  };
  const ask = (name: keyof Engine, values: unknown[]) =>
    new Promise((resolve, reject) => {
      child ??= start();
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      child.send({ id: lastId, name, values }, () => {});
    });
  const names: (keyof Engine)[] = ["execute", "complete", "inspect", "isComplete"];
  const entries = names.map((name) => [name, (...values: unknown[]) => ask(name, values)]);
  return {
    ask: Object.fromEntries(entries) as Answers,
    async interrupt() {
      const interrupted = child;
      const ids = [...waiting.keys()];
      interrupted?.kill("SIGINT");
      const end = Date.now() + patience;
      while (ids.some((id) => waiting.has(id)) && Date.now() < end)
        await new Promise((resolve) => setTimeout(resolve, 10));
      if (ids.some((id) => waiting.has(id))) interrupted?.kill("SIGKILL");
    },
    async stop() {
      child?.kill("SIGKILL");
    },
  };
}

/** @throws {Error} If tslab is not installed. */
function tslabFile(cwd: string): string {
  for (const from of [join(cwd, "notebook.js"), import.meta.url])
    try {
      return createRequire(from).resolve("tslab/dist/executor.js");
    } catch {}
  throw new Error(`Cannot run cells by tslab: it is not installed; run "npm install tslab" in ${cwd}`);
}
