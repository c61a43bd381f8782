/** The operating system's side of a runner: how its process is started, spoken to, and found dead. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { totalmem } from "node:os";
import { type Duplex, PassThrough } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { killGroup } from "./kill-group.ts";
import { descriptors, type Request } from "./requests.ts";

/** Megabytes of JavaScript objects that a notebook may hold; tensors and buffers lie outside. */
function heapLimit(): number {
  return Number(process.env.NOISEBOOK_HEAP_MB) || Math.min(4096, Math.round(totalmem() / 2 ** 21));
}

export interface RunnerChild {
  onData(listener: (chunk: Buffer) => void): void;
  /** Text that came past the runner's JavaScript: from child processes and native code. */
  onText(listener: (name: "stdout" | "stderr", text: string) => void): void;
  /** Passes on what was held back as the report of a death: the process has shown that it lives. */
  passHeldText(): void;
  /** The way to the inspector of the process; see debug/relay.ts. */
  inspector: Duplex;
  send(request: Request): void;
  /** Writes a line of JSON to one of the pipes that the runner reads outside of its event loop. */
  write(to: "input" | "watchdog", message: unknown): void;
  /** Ends the process and those that it has started. */
  kill(): void;
  /** Settles when it has ended and its last output is read, with the reason as the rest of a sentence. */
  ended: Promise<string>;
}

export function spawnRunner(cwd: string): RunnerChild {
  const heap = heapLimit();
  const child = spawnProcess(cwd, heap);
  let onText: (name: "stdout" | "stderr", text: string) => void = () => {};
  const raw = readRaw(child, (name, text) => onText(name, text));
  // Where this process may open no more files, Node gives a child without pipes: what is written there is lost with it.
  const pipes = (child.stdio ?? []) as readonly (Duplex | null | undefined)[];
  const pipe = (at: number) => pipes[at] ?? new PassThrough();
  for (const each of pipes) each?.on("error", () => {});
  return {
    onData: (listener) => void pipe(descriptors.output).on("data", listener),
    onText(listener) {
      onText = listener;
    },
    passHeldText: raw.release,
    inspector: pipe(descriptors.inspector),
    send(request) {
      if (child.connected) child.send(request, () => {});
    },
    write(to, message) {
      const stream = pipe(descriptors[to]);
      if (stream.writable) stream.write(`${JSON.stringify(message)}\n`);
    },
    kill() {
      if (child.pid !== undefined) killGroup(child.pid);
    },
    ended: whenEnded(child).then((failure) =>
      failure ? `cannot be started in ${cwd} (${failure})` : causeOfDeath(raw.report(), heap, child),
    ),
  };
}

function spawnProcess(cwd: string, heap: number): ChildProcess {
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

/** Gives the code of the error when there was no process to begin with. */
async function whenEnded(child: ChildProcess): Promise<string | undefined> {
  if (child.pid === undefined) return (await once(child, "error"))[0].code;
  const closed = once(child, "close");
  await once(child, "exit");
  killGroup(child.pid);
  await Promise.race([closed, setTimeout(500)]);
  return undefined;
}

/** How V8's and Node's reports of their own death begin. */
const lastWords = /<--- Last few GCs|^FATAL ERROR: |^# Fatal error in|^-+ Native stack trace/m;
/** Longer than any of them, in characters. */
const longestReport = 65_536;

/** Passes raw text on; what seems the report of a death is held back. */
function readRaw(child: ChildProcess, onText: (name: "stdout" | "stderr", text: string) => void) {
  let report = "";
  const release = () => {
    if (report) onText("stderr", report);
    report = "";
  };
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  for (const name of ["stdout", "stderr"] as const)
    child[name]?.on("data", (chunk: Buffer) => {
      const text = decoders[name].decode(chunk, { stream: true });
      if (name === "stderr" && (report || lastWords.test(text))) report += text;
      else onText(name, text);
      if (report.length > longestReport) release();
    });
  return { report: () => report, release };
}

function causeOfDeath(report: string, heap: number, { exitCode, signalCode }: ChildProcess): string {
  if (/heap out of memory|allocation failed/i.test(report))
    return `ran out of memory (more than ${heap} MB of objects)`;
  const fatal = /FATAL ERROR: (.*)/.exec(report)?.[1];
  return `stopped (${fatal ?? signalCode ?? `exit code ${exitCode}`})`;
}
