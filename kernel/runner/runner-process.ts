/** The host's side of a runner: starts the process, talks with it, and tells how it died. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { totalmem } from "node:os";
import type { Duplex, Readable, Writable } from "node:stream";
import { setTimeout as startTimer } from "node:timers";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { CommMessage, Output } from "../interpreter.ts";
import { frameReader, type Notice, type RunResult } from "./frames.ts";
import { killGroup } from "./kill-group.ts";
import type { Answer } from "./prompt.ts";
import { descriptors, type Request, type Run } from "./requests.ts";
import { mergeStreams } from "./stream-merger.ts";

/** Megabytes of JavaScript objects that a notebook may hold; tensors and buffers lie outside. */
const heap = Number(process.env.NOISEBOOK_HEAP_MB) || Math.min(4096, Math.round(totalmem() / 2 ** 21));

export interface RunnerEvents {
  output(output: Output): void;
  input(question: { origin: string; prompt: string; password: boolean }): Promise<Answer>;
  /** To which cell text belongs that came past the runner's JavaScript: from child processes and native code. */
  origin(): string;
  /** Takes the way to the inspector of the process; see debug/relay.ts. */
  inspector(stream: Duplex): void;
  /** The process has ended, and why, as the rest of a sentence. */
  died(reason: string): void;
}

export interface RunnerProcess {
  run(cell: Omit<Run, "kind">): Promise<RunResult>;
  comm(message: CommMessage): void;
  /** Stops the running cell, or what cells have left running; ends the process if it has not obeyed in time. */
  interrupt(patience: number): Promise<void>;
  kill(): void;
  readonly ended: Promise<void>;
}

export function startRunner(cwd: string, events: RunnerEvents): RunnerProcess {
  const child = spawnRunner(cwd);
  const runs = new Map<number, (result: RunResult) => void>();
  let interrupted: (() => void)[] = [];
  let isStubborn = false;
  const kill = () => killGroup(child.pid as number);
  const settleInterrupts = () => {
    for (const resolve of interrupted) resolve();
    interrupted = [];
  };
  const done = (id: number, result: RunResult) => {
    streams.flush();
    runs.get(id)?.(result);
    runs.delete(id);
  };
  const streams = mergeStreams(events.output);
  const onNotice = (notice: Notice) => {
    if (notice.kind === "interrupted") settleInterrupts();
    if (notice.kind === "input") void events.input(notice).then((answer) => write(child, "input", answer));
    // One turn later: what child processes wrote before this has been read by then.
    if (notice.kind === "done") setImmediate(done, notice.id, notice.result);
  };
  events.inspector(readable(child, descriptors.inspector) as Duplex);
  readable(child, descriptors.output).on("data", frameReader(streams.put, onNotice));
  const lastWords = readRaw(child, (name, text) =>
    streams.put({ origin: events.origin(), type: "stream", content: { name, text } }),
  );
  const ended = whenEnded(child).then(() => {
    streams.flush();
    events.died(isStubborn ? stubbornness : causeOfDeath(lastWords(), child));
    settleInterrupts();
  });
  return {
    run: (cell) =>
      new Promise((resolve) => {
        runs.set(cell.id, resolve);
        send(child, { ...cell, kind: "run" });
      }),
    comm: (message) => send(child, { kind: "comm", message }),
    async interrupt(patience) {
      const obeyed = new Promise<void>((resolve) => interrupted.push(resolve));
      write(child, "watchdog", "interrupt");
      await within(patience, obeyed, () => {
        isStubborn = true;
        kill();
      });
    },
    kill,
    ended,
  };
}

const stubbornness = "did not stop when it was interrupted, and was ended";

/** Waits, and takes a measure when it takes too long. */
async function within(milliseconds: number, awaited: Promise<void>, measure: () => void): Promise<void> {
  const timer = startTimer(measure, milliseconds);
  await awaited;
  clearTimeout(timer);
}

function spawnRunner(cwd: string): ChildProcess {
  const { FORCE_COLOR: _, ...env } = process.env;
  const main = fileURLToPath(new URL("./main.js", import.meta.url));
  // Without the second flag Node 20 takes code that was broken off for a fault of its own and aborts.
  const flags = ["--no-warnings", "--no-force-async-hooks-checks", `--max-old-space-size=${heap}`];
  return spawn(process.execPath, [...flags, main], {
    cwd,
    env: { ...env, NO_COLOR: "1" },
    // A group of its own, so that the processes which cells start end with it.
    detached: true,
    serialization: "advanced",
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe", "pipe", "ipc"],
  });
}

/** Settles when the process has ended and its last output has been read. */
async function whenEnded(child: ChildProcess): Promise<void> {
  const closed = once(child, "close");
  if (child.pid === undefined) return void (await once(child, "error"));
  await once(child, "exit");
  killGroup(child.pid);
  await Promise.race([closed, setTimeout(500)]);
}

function readable(child: ChildProcess, descriptor: number): Readable {
  return child.stdio[descriptor] as Readable;
}

function write(child: ChildProcess, to: "input" | "watchdog", message: unknown): void {
  const stream = (child.stdio as unknown[])[descriptors[to]] as Writable;
  if (stream.writable) stream.write(`${JSON.stringify(message)}\n`);
}

function send(child: ChildProcess, request: Request): void {
  if (child.connected) child.send(request, () => {});
}

/** Passes on what comes past the runner's JavaScript; V8's report of its own death is kept for the message instead. */
function readRaw(
  child: ChildProcess,
  onText: (name: "stdout" | "stderr", text: string) => void,
): () => string {
  let report = "";
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  for (const name of ["stdout", "stderr"] as const)
    child[name]?.on("data", (chunk: Buffer) => {
      const text = decoders[name].decode(chunk, { stream: true });
      if (
        name === "stderr" &&
        (report || /<--- Last few GCs|FATAL ERROR|Native stack trace|^#\s/m.test(text))
      )
        report += text;
      else onText(name, text);
    });
  for (const stream of child.stdio) stream?.on("error", () => {});
  return () => report;
}

function causeOfDeath(report: string, { exitCode, signalCode }: ChildProcess): string {
  if (/heap out of memory|allocation failed/i.test(report))
    return `ran out of memory (more than ${heap} MB of objects)`;
  const fatal = /FATAL ERROR: (.*)/.exec(report)?.[1];
  return `stopped (${fatal ?? signalCode ?? `exit code ${exitCode}`})`;
}
