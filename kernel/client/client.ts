/** A small Jupyter client: runs cells in a kernel and hears what it publishes. */
import { type KernelCommand, type KernelProcess, startKernelProcess } from "./kernel-process.ts";
import { type Execution, openSession, type Published, type Session } from "./session.ts";
import { within } from "./within.ts";

export interface KernelClient {
  /** The content of kernel_info_reply. */
  info: Record<string, unknown>;
  pid: number;
  /** Runs a cell; it may not ask for input. */
  execute(code: string): Execution;
  /** Sends a message to a comm; gives what the kernel published while it dealt with it. */
  sendComm(content: { comm_id: string; data: Record<string, unknown> }): Execution;
  interrupt(): Promise<void>;
  /** Ends the kernel: asks it, and after five seconds ends the process. */
  shutdown(): Promise<void>;
}

export interface ClientOptions extends KernelCommand {
  /** Hears what belongs to a request that has ended, as what a timer of an earlier cell prints. */
  onLate?: (message: Published) => void;
  /** Longest time to wait for the kernel's first answer, in milliseconds; 60 000 unless given. */
  startTimeout?: number;
}

/**
 * Starts a kernel and waits until it answers.
 *
 * @throws {Error} In one sentence, if it does not start or does not answer in time.
 */
export async function launchKernel(options: ClientOptions): Promise<KernelClient> {
  const child = await startKernelProcess(options);
  const session = openSession(child, options.onLate ?? (() => {}));
  try {
    const gone = child.ended.then((how) => {
      throw new Error(`Cannot start the kernel: ${how}`);
    });
    const info = await Promise.race([firstAnswer(session, options.startTimeout ?? 60_000), gone]);
    return clientOf(session, child, info);
  } catch (error) {
    child.kill();
    await child.ended;
    throw error;
  }
}

/** Asks until the answer has come and what the kernel publishes is heard: a subscription takes a moment to arrive. */
async function firstAnswer(session: Session, timeout: number): Promise<Record<string, unknown>> {
  const deadline = Date.now() + timeout;
  while (Date.now() < deadline) {
    const request = session.ask("shell", "kernel_info_request", {});
    const info = await within(request.reply, deadline - Date.now());
    if (info && (await within(finished(request), 250))) return info;
  }
  throw new Error(`Cannot start the kernel: it did not answer within ${timeout / 1000} s`);
}

async function finished(execution: Execution): Promise<true> {
  for await (const _ of execution);
  return true;
}

function clientOf(session: Session, child: KernelProcess, info: Record<string, unknown>): KernelClient {
  return {
    info,
    pid: child.pid,
    execute: (code) =>
      session.ask("shell", "execute_request", {
        code,
        silent: false,
        store_history: true,
        user_expressions: {},
        allow_stdin: false,
        stop_on_error: false,
      }),
    sendComm: (content) => session.ask("shell", "comm_msg", content),
    interrupt: async () => void (await session.ask("control", "interrupt_request", {}).reply),
    async shutdown() {
      session.ask("control", "shutdown_request", { restart: false });
      if ((await within(child.ended, 5000)) === undefined) child.kill();
      await child.ended;
    },
  };
}
