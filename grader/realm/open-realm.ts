/** The grader's end of the pipe into a student's realm. */
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { readySnapshot } from "../../kernel/language/snapshot.ts";
import type { Notebook, NotebookOutput } from "../../kernel/notebook/nbformat.ts";
import { type Ended, type Jailed, openJail } from "../jail/jail.ts";
import { type Limits, lessonLimits } from "../jail/limits.ts";
import type { Answer } from "./answer.ts";
import { readOutputs } from "./outputs.ts";
import { sight } from "./sight.ts";
import type { Guard, Reply, Request } from "./student.ts";
import { whyEnded } from "./why-ended.ts";

export interface RealmOptions {
  limits?: Partial<Limits>;
  signal?: AbortSignal;
  /** Without a jail; see `openJail`. */
  unsafe?: boolean;
  /** Longest time for one cell and for the calls of one exercise, by the clock and by the processor both; see `whenTooLong`. Default: 60. */
  cellSeconds?: number;
  /** Lessons whose exercises the notebook imports: it gets ones that know nothing. */
  lessons?: string[];
}

/** The realm was not ready before the first cell: no code of the student's has run, and nothing is said about it. */
export class NotStartedError extends Error {
  override name = "NotStartedError";
}

/** A cell that has run. */
export interface RanCell {
  index: number;
  outputs: NotebookOutput[];
  seconds: number;
  /** Of a guarded cell: what the notebook had changed of what its tests stand on, or "". */
  changed: string;
}

export interface Realm {
  /**
   * Runs the notebook; yields each code cell's outputs as they come.
   *
   * @throws {NotStartedError} If the kernel did not start or the guard could not be raised.
   */
  run(notebook: Notebook, guard?: Guard): AsyncGenerator<RanCell, void>;
  /**
   * Calls a function that the notebook has defined.
   *
   * @throws {Error} If there is none of this name, or it did not end.
   */
  call(name: string, calls: unknown[]): Promise<Answer[]>;
  close(): Promise<Ended>;
}

/** The project's folder, seen from dist/grader/realm. */
const root = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");

/** Starts a student's realm in a jail. */
export async function openRealm(options: RealmOptions = {}): Promise<Realm> {
  const seconds = options.cellSeconds ?? 60;
  const program = [process.execPath, "--no-warnings", join(root, "dist/grader/realm/student.js")];
  const { readable, hidden, files, environment } = sight({
    ...{ root, node: process.execPath },
    ...{ lessons: options.lessons ?? [], snapshot: await readySnapshot() },
  });
  // What JavaScript alone may hold: beyond it the notebook's process ends, and the realm goes on.
  const heap = Math.round((options.limits?.memory ?? lessonLimits.memory) / 2 / 2 ** 20);
  const jail = await openJail(program, {
    ...options,
    ...{ readable, hidden, files, environment: { ...environment, NOISEBOOK_HEAP_MB: String(heap) } },
  });
  const ask = conversation(jail);
  return {
    async *run(notebook, guard) {
      await started(ask({ do: "run", notebook, cellSeconds: seconds, ...(guard ? { guard } : {}) }));
      for (let reply = await ask(); reply.said !== "ran"; reply = await ask())
        yield readCell(reply, notebook.cells.length);
    },
    async call(name, calls) {
      const reply = await ask({ do: "call", name, calls, seconds });
      if (reply.said !== "answers" || !Array.isArray(reply.answers) || reply.answers.length > calls.length)
        throw new Error(`The submission wrote into the grader's pipe: ${reply.said}`);
      return reply.answers.map(readAnswer);
    },
    close() {
      // Nothing more is wanted of it: to end in order would only take time.
      jail.kill();
      return jail.ended;
    },
  };
}

/** Sends a request, if there is one, and gives the next line that comes. */
function conversation(jail: Jailed): (request?: Request) => Promise<Reply> {
  const lines = createInterface({ input: jail.output })[Symbol.asyncIterator]();
  return async (request) => {
    if (request) jail.input.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(whyEnded(await jail.ended));
    const reply = readReply(value) ?? (await refuse(jail, value));
    if (reply.said === "failed") throw new Error(reply.reason);
    return reply;
  };
}

async function started(answer: Promise<Reply>): Promise<void> {
  try {
    const { said } = await answer;
    if (said !== "ready") throw new Error(`it said ${said} first`);
  } catch (cause) {
    throw new NotStartedError(`The grader's end of the jail did not start: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** Whatever comes out of the jail may be forged: only what has the right form goes on. */
function readCell(reply: Reply, cells: number): RanCell {
  if (reply.said !== "cell" || !Number.isInteger(reply.index) || !(reply.index >= 0 && reply.index < cells))
    throw new Error(`The submission wrote into the grader's pipe: ${String(reply.said).slice(0, 60)}`);
  const changed = typeof reply.changed === "string" ? reply.changed.slice(0, 200) : "what watches it";
  return { index: reply.index, outputs: readOutputs(reply.outputs), seconds: Number(reply.seconds), changed };
}

function readAnswer(said: unknown): Answer {
  if (typeof said === "object" && said !== null && "output" in said && "inputs" in said)
    return said as Answer;
  const { error } = (said ?? {}) as { error?: unknown };
  return { error: typeof error === "string" ? error.slice(0, 1000) : "the notebook gave no answer" };
}

function readReply(line: string): Reply | undefined {
  try {
    const reply = JSON.parse(line) as Reply;
    return typeof reply?.said === "string" ? reply : undefined;
  } catch {
    return undefined;
  }
}

/** A line that is no reply: it was cut off where a limit ended the realm, or the submission wrote it; then nothing more is believed. */
async function refuse(jail: Jailed, line: string): Promise<never> {
  jail.kill();
  const ended = await jail.ended;
  throw new Error(
    ended.exceeded ? whyEnded(ended) : `The submission wrote into the grader's pipe: ${line.slice(0, 60)}`,
  );
}
