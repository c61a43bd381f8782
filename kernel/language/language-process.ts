/** The host's side of the language's process: the same functions, as promises. */
import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createCallLog } from "./call-log.ts";
import type { Call, Reply } from "./calls.ts";
import type { Language } from "./language.ts";
import { findSnapshot, makeSnapshot, snapshotFlags } from "./snapshot.ts";

/** The language's functions, each answered later. */
export type LanguageClient = {
  [K in keyof Language]: (...values: Parameters<Language[K]>) => Promise<ReturnType<Language[K]>>;
} & { stop(): void };

const methods = ["compile", "commit", "joinLate", "forget", "complete", "inspect", "isComplete"] as const;

/** How long a kernel runs before it makes a snapshot for the next ones, in milliseconds. */
const snapshotAfter = 3000;

/**
 * Starts the language for a notebook in a folder. When its process dies, another takes its place and is told the same: at
 * once where a call waits for it, else at the next call, so that one that cannot start is not started over and over.
 */
export function startLanguage(cwd: string): LanguageClient {
  const log = createCallLog();
  let isStopped = false;
  let child: ChildProcess | undefined;
  const start = (snapshot?: string) => {
    let hasAnswered = false;
    const started = spawnLanguage(cwd, snapshot);
    started.on("message", (reply: Reply) => {
      hasAnswered = true;
      log.settle(reply);
    });
    const end = () => {
      child = undefined;
      if (isStopped) return log.fail();
      // A snapshot that this Node cannot start from must not be tried again.
      const isBad = snapshot !== undefined && !hasAnswered;
      if (isBad) rmSync(snapshot, { force: true });
      const calls = log.repeat();
      if (isBad || log.isWaiting()) startWith(calls);
    };
    started.once("exit", end);
    // Where there is no process, this comes in place of its exit.
    started.on("error", () => started.pid ?? end());
    child = started;
  };
  const startWith = (calls: Call[]) => {
    if (isStopped) return log.fail();
    start();
    for (const call of calls) send(child, call);
  };
  const snapshot = findSnapshot();
  start(snapshot.path);
  const making = snapshot.isMissing ? setTimeout(makeSnapshot, snapshotAfter).unref() : undefined;
  const functions = methods.map((method) => [
    method,
    (...values: unknown[]) =>
      log.add(method, values, (call) => (child ? send(child, call) : startWith(log.repeat()))),
  ]);
  const stop = () => {
    isStopped = true;
    clearTimeout(making);
    child?.kill("SIGKILL");
  };
  return { ...Object.fromEntries(functions), stop };
}

function send(child: ChildProcess | undefined, call: Call): void {
  // One that has died is followed by another, which is told what waits.
  if (child?.connected) child.send(call, () => {});
}

function spawnLanguage(cwd: string, snapshot?: string): ChildProcess {
  const main = fileURLToPath(new URL("./main.js", import.meta.url));
  const flags = snapshot ? ["--snapshot-blob", snapshot] : [];
  // It opens no connections, and to read those certificates would take Node a third of the start.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  return spawn(process.execPath, [...snapshotFlags, ...flags, main], {
    cwd,
    // Else glibc gives V8's helper threads heaps of 64 MB each of their own, and keeps them.
    env: { ...env, MALLOC_ARENA_MAX: "1" },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}
