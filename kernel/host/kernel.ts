/**
 * A Jupyter kernel for any language: receives requests, lets the interpreter do the work, sends what comes of it.
 *
 * Jupyter messaging protocol 5.4. No user code runs in this process, so the sockets and the heartbeat are always served.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { StartInterpreter } from "../interpreter.ts";
import { answer, interrupt } from "./answer.ts";
import type { Connection } from "./connection.ts";
import { abortQueue, execute } from "./execute.ts";
import { type History, memoryHistory } from "./history.ts";
import { openHost } from "./interpreter-host.ts";
import { openPort, type Port, type Request } from "./port.ts";
import { createReplayGuard } from "./replays.ts";
import { newSession, type Parts } from "./session.ts";
import { bindSockets, type KernelSockets, type Line } from "./sockets.ts";
import { openStdin } from "./stdin.ts";
import { type Codec, codec, type Message } from "./wire.ts";

/** A kernel that runs. */
export interface Kernel {
  /** Stops what the interpreter runs now. */
  interrupt(): Promise<void>;
  /** Stops the interpreter, sends what is still to be sent and closes the sockets. */
  stop(): Promise<void>;
  /** Settles when the kernel has stopped, by a request or by stop(). */
  readonly stopped: Promise<void>;
}

export interface KernelOptions {
  /** The folder in which cells run. */
  cwd: string;
  /** Takes a sentence on each message that could not be read or understood. */
  log: (line: string) => void;
  /** What was run before; without it, the kernel remembers its own session. */
  history?: History;
}

/** How long the interpreter may take to end its processes, in milliseconds. */
const patience = 2000;

/**
 * Starts a kernel on the sockets of a connection.
 *
 * @throws {RangeError} If the connection is not on this machine.
 */
export async function startKernel(
  connection: Connection,
  start: StartInterpreter,
  { cwd, log, history = memoryHistory() }: KernelOptions,
): Promise<Kernel> {
  const sockets = await bindSockets(connection);
  const wire = codec({ ...connection, isReplay: createReplayGuard() });
  const port = openPort(sockets, wire);
  const stdin = openStdin(port);
  const session = newSession();
  const interpreter = start(openHost({ session, port, stdin }), { cwd });
  const parts: Parts = { session, interpreter, port, stdin, history, log };
  const { stop, stopped } = stopper(parts, sockets);

  const receive = (request: Request) => {
    const type = request.header.msg_type;
    if (session.ended) return;
    if (type === "shutdown_request") void stop(request);
    else if (type === "execute_request") void execute(request, parts);
    else void answer(request, parts);
  };
  const read = (line: Line, take: (message: Message) => void) => void readMessages(line, { wire, log, take });
  read(sockets.shell, (message) => receive({ ...message, line: sockets.shell }));
  read(sockets.control, (message) => receive({ ...message, line: sockets.control }));
  read(sockets.stdin, stdin.answer);
  void welcomeSubscribers(sockets.iopub, port);
  return { interrupt: () => interrupt(parts), stop: () => stop(), stopped };
}

/** The function that ends the kernel, once, and the promise of its end. */
function stopper({ session, interpreter, port, stdin, history, log }: Parts, sockets: KernelSockets) {
  let settle = () => {};
  const ended = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const stop = async (request?: Request): Promise<void> => {
    if (session.ended) return ended;
    session.ended = true;
    port.status("busy", request?.header);
    abortQueue({ session, port });
    stdin.drop();
    const halted = interpreter.stop().catch((error) => log(`Cannot stop the interpreter: ${error}`));
    await Promise.race([Promise.all([halted, history.saved()]), sleep(patience, undefined, { ref: false })]);
    if (request) port.farewell(request, { status: "ok", restart: request.content.restart === true });
    port.status("idle", request?.header);
    await sockets.close();
    settle();
  };
  return { stop, stopped: ended };
}

interface Reading {
  wire: Codec;
  log: (line: string) => void;
  take: (message: Message) => void;
}

async function readMessages(line: Line, { wire, log, take }: Reading): Promise<void> {
  for await (const frames of line) {
    const decoded = wire.decode(frames);
    if ("message" in decoded) take(decoded.message);
    else log(decoded.rejected);
  }
}

/** Answers each subscription; who subscribes first also hears that the kernel starts, which nobody heard before. */
async function welcomeSubscribers(iopub: Line, port: Port): Promise<void> {
  const subscribed = 1;
  let starting = true;
  for await (const [frame] of iopub) {
    if (frame?.[0] !== subscribed) continue;
    port.welcome(frame.subarray(1));
    if (starting) port.status("starting");
    starting = false;
  }
}
