/** The host's side of the language's process: the same functions, as promises. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Language } from "./language.ts";

/** The language's functions, each answered later. */
export type LanguageClient = {
  [K in keyof Language]: (...values: Parameters<Language[K]>) => Promise<ReturnType<Language[K]>>;
} & { stop(): void };

export interface Call {
  id: number;
  method: keyof Language;
  values: unknown[];
}
export type Reply = { id: number; value?: unknown; failure?: string };

const methods = ["compile", "commit", "forget", "complete", "inspect", "isComplete"] as const;

/** Starts the language for a notebook in a folder. */
export function startLanguage(cwd: string): LanguageClient {
  const child = spawnLanguage(cwd);
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  child.on("message", ({ id, value, failure }: Reply) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (failure === undefined) call?.resolve(value);
    else call?.reject(new Error(failure));
  });
  child.on("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error("The language's process has ended"));
    waiting.clear();
  });
  const call = (method: Call["method"], values: unknown[]) =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      child.send({ id: lastId, method, values } satisfies Call, (error) => error && reject(error));
    });
  const client = Object.fromEntries(
    methods.map((method) => [method, (...values: unknown[]) => call(method, values)]),
  );
  return { ...client, stop: () => void child.kill("SIGKILL") } as LanguageClient;
}

function spawnLanguage(cwd: string): ChildProcess {
  const main = fileURLToPath(new URL("./main.js", import.meta.url));
  return fork(main, { cwd, execArgv: ["--no-warnings"], stdio: ["ignore", "ignore", "inherit", "ipc"] });
}
