/** A kernel under a stopwatch. */
import { tmpdir } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { startKernelProcess } from "../../kernel/client/kernel-process.ts";
import { type Execution, openSession, type Published } from "../../kernel/client/session.ts";
import { within } from "../../kernel/client/within.ts";
import type { Contestant } from "./peers.ts";

type Content = Record<string, unknown>;

export interface TimedKernel {
  contestant: Contestant;
  /** From the start of its process to its first answer. */
  started: number;
  /** How many messages have come after the cell that they belong to was answered and idle. */
  late(): number;
  /** Runs a cell until it is answered and idle and `until` has been true of a message: undefined if it does not. */
  run(code: string, until?: (message: Published) => boolean): Promise<number | undefined>;
  /** Asks what has an answer and no output; undefined if `accept` refuses the answer. */
  ask(type: string, content: Content, accept: (reply: Content) => boolean): Promise<number | undefined>;
  /** Sends a message to a comm until it answers. */
  comm(content: Content): Promise<number | undefined>;
  /** Runs a cell that prints "go", interrupts it, and waits for its reply. */
  interrupted(code: string): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** Milliseconds after which a kernel counts as one that never does it. */
const patience = 5000;
const startPatience = 60_000;
/** How often a kernel is asked whether it has started: one of them loses what comes while it binds its sockets. */
const askAgain = 2000;

/** Certificates of this machine's own, if it has any, are read by every process of Node before all else: a tenth of a second. */
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

/**
 * Starts a kernel and waits for its first answer.
 *
 * @throws {Error} If it does not come.
 */
export async function startTimed(contestant: Contestant): Promise<TimedKernel> {
  const since = performance.now();
  const { command } = contestant;
  const child = await startKernelProcess({ cwd: tmpdir(), env, ...(command ? { command } : {}) });
  const listeners = new Set<(message: Published) => void>();
  const hear = (message: Published) => {
    for (const listener of listeners) listener(message);
  };
  let late = 0;
  const session = openSession(child, (message) => {
    late++;
    hear(message);
  });
  const send = (type: string, content: Content, line: "shell" | "control" = "shell") => {
    const execution = session.ask(line, type, content);
    // What it publishes counts also where the kernel has called the cell done before.
    return { ...execution, idle: forward(execution, hear) };
  };
  const heard = (until: (message: Published) => boolean) =>
    new Promise<void>((resolve) => {
      const listener = (message: Published) => {
        if (!until(message)) return;
        listeners.delete(listener);
        resolve();
      };
      listeners.add(listener);
    });
  const stop = async () => {
    send("shutdown_request", { restart: false }, "control");
    if ((await inTime(child.ended, 2000)) === undefined) child.kill();
    await child.ended;
  };
  const interrupt = () =>
    contestant.interrupt === "signal"
      ? void process.kill(child.pid, "SIGINT")
      : void send("interrupt_request", {}, "control");
  if (!(await answers(() => send("kernel_info_request", {}).reply))) {
    child.kill();
    throw new Error(`Cannot measure ${contestant.name}: it did not start within ${startPatience / 1000} s`);
  }
  const started = performance.now() - since;
  return { contestant, started, late: () => late, ...measures({ send, heard, interrupt }), stop };
}

interface Parts {
  send(type: string, content: Content): { reply: Promise<Content>; idle: Promise<void> };
  heard(until: (message: Published) => boolean): Promise<void>;
  interrupt(): void;
}

function measures({ send, heard, interrupt }: Parts) {
  const execute = (code: string) => send("execute_request", { ...request, code });
  return {
    async run(code: string, until?: (message: Published) => boolean) {
      const seen = until ? heard(until) : undefined;
      const since = performance.now();
      const { reply, idle } = execute(code);
      const isGood = await inTime(
        Promise.all([reply, idle, seen]).then(([{ status }]) => status === "ok"),
        patience,
      );
      return isGood ? performance.now() - since : undefined;
    },
    async ask(type: string, content: Content, accept: (reply: Content) => boolean) {
      const since = performance.now();
      const reply = await inTime(send(type, content).reply, patience);
      const took = performance.now() - since;
      return reply && accept(reply) ? took : undefined;
    },
    async comm(content: Content) {
      const echo = heard(
        ({ type, content: { comm_id } }) => type === "comm_msg" && comm_id === content["comm_id"],
      );
      const since = performance.now();
      send("comm_msg", content);
      const isGood = await inTime(
        echo.then(() => true),
        patience,
      );
      return isGood ? performance.now() - since : undefined;
    },
    async interrupted(code: string) {
      const going = heard(({ content: { text } }) => String(text).includes("go"));
      const { reply } = execute(code);
      await inTime(going, 1000);
      await delay(50);
      const since = performance.now();
      interrupt();
      const isGood = await inTime(
        reply.then(() => true),
        patience,
      );
      return isGood ? performance.now() - since : undefined;
    },
  };
}

const request = {
  silent: false,
  store_history: true,
  user_expressions: {},
  allow_stdin: false,
  stop_on_error: false,
};

async function forward(execution: Execution, hear: (message: Published) => void): Promise<void> {
  try {
    for await (const message of execution) hear(message);
  } catch {
    // The kernel has been ended; whoever waits for it has a time limit.
    await new Promise(() => {});
  }
}

async function answers(question: () => Promise<Content>): Promise<boolean> {
  const replies: Promise<Content>[] = [];
  for (let waited = 0; waited < startPatience; waited += askAgain) {
    replies.push(question());
    if (
      await inTime(
        Promise.any(replies).then(() => true),
        askAgain,
      )
    )
      return true;
  }
  return false;
}

/** A kernel that dies does it as little as one that takes too long. */
function inTime<Value>(promise: Promise<Value>, milliseconds: number): Promise<Value | undefined> {
  return within(
    promise.catch(() => undefined),
    milliseconds,
  );
}
