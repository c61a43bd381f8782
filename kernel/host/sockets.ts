/** Jupyter's five sockets, the kernel's ends and the client's: the one door to zeromq. */
import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Dealer, Router, type Socket, Subscriber, type Writable, XPublisher } from "zeromq";
import { address, type Channel, type Connection } from "./connection.ts";

/** A socket that takes messages and gives them in order. */
export interface Line extends AsyncIterable<Uint8Array[]> {
  /** Queues a message; its bytes must not change afterwards, for they are not copied. */
  send(frames: Uint8Array[]): void;
}

/** The sockets of a kernel; the heartbeat answers by itself. */
export interface KernelSockets {
  shell: Line;
  control: Line;
  stdin: Line;
  /** Receives subscriptions: byte 1 and the topic for a new one, byte 0 and the topic for one that ended. */
  iopub: Line;
  /** Sends what is queued, then closes. */
  close(): Promise<void>;
}

/** The sockets of a client. */
export interface ClientSockets {
  shell: Line;
  control: Line;
  stdin: Line;
  /** What the kernel publishes; it takes nothing. */
  iopub: AsyncIterable<Uint8Array[]>;
  /** Echoes what it is sent, for as long as the kernel lives. */
  hb: Line;
  close(): void;
}

/** How long a closed socket tries to hand over its last messages, in milliseconds. */
const linger = 1000;

/**
 * Binds a kernel's sockets; when this settles, all five accept messages.
 *
 * @throws {RangeError} If the connection's ip is another machine's or all machines'.
 */
export async function bindSockets(connection: Connection): Promise<KernelSockets> {
  if (connection.transport === "tcp" && !isLoopback(connection.ip))
    throw new RangeError(
      `Cannot listen: a kernel runs whatever it is sent, so ip must be 127.0.0.1, ::1 or localhost, got ${connection.ip}`,
    );
  const options = {
    linger,
    sendHighWaterMark: 0,
    receiveHighWaterMark: 0,
    ipv6: connection.ip.includes(":"),
  };
  const router = () => new Router({ ...options, handover: true });
  // Shell comes last, so that a client that is answered there hears iopub already. Verbose, so that every client that
  // subscribes is welcomed and not just the first.
  const iopub = new XPublisher({ ...options, verbosity: "allSubs" });
  const all = { iopub, hb: router(), stdin: router(), control: router(), shell: router() };
  try {
    for (const [channel, socket] of Object.entries(all))
      await socket.bind(address(connection, channel as Channel));
  } catch (error) {
    for (const socket of Object.values(all)) socket.close();
    throw error;
  }
  void echo(toLine(all.hb));
  const lines = {
    shell: toLine(all.shell),
    control: toLine(all.control),
    stdin: toLine(all.stdin),
    iopub: toLine(iopub),
  };
  return {
    ...lines,
    async close() {
      await Promise.all(Object.values(lines).map((line) => line.sent()));
      for (const socket of Object.values(all)) socket.close();
    },
  };
}

/**
 * Connects to a kernel, which may still be starting; subscribes to all that it publishes. What is asked waits until that is
 * heard, for a kernel that is answered on shell first would publish to nobody.
 */
export function connectSockets(connection: Connection): ClientSockets {
  const options = {
    linger: 0,
    receiveHighWaterMark: 0,
    // A kernel that is just starting is looked for so often, in milliseconds; the second number takes away the random wait
    // that zeromq adds to the first.
    reconnectInterval: 20,
    reconnectMaxInterval: 20,
    ipv6: connection.ip.includes(":"),
  };
  // The kernel finds a client's stdin by the identity that came with its request on shell.
  const routingId = randomUUID();
  const dealer = () => new Dealer({ ...options, sendHighWaterMark: 0, routingId });
  const sockets = { shell: dealer(), control: dealer(), stdin: dealer(), hb: dealer() };
  const iopub = new Subscriber(options);
  iopub.subscribe();
  const isHeard = new Promise<void>((resolve) => iopub.events.on("handshake", () => resolve()));
  const all = { ...sockets, iopub };
  for (const [channel, socket] of Object.entries(all))
    socket.connect(address(connection, channel as Channel));
  return {
    shell: toLine(sockets.shell, isHeard),
    control: toLine(sockets.control, isHeard),
    stdin: toLine(sockets.stdin),
    hb: toLine(sockets.hb),
    iopub,
    close() {
      for (const socket of Object.values(all)) socket.close();
    },
  };
}

function isLoopback(ip: string): boolean {
  return ip === "localhost" || ip === "::1" || /^127(\.\d{1,3}){3}$/.test(ip);
}

async function echo(hb: Line): Promise<void> {
  for await (const frames of hb) hb.send(frames);
}

/** A line on a socket that is sent to one message at a time, as zeromq demands, and nothing before it is `open`. */
function toLine(
  socket: Socket & Writable & AsyncIterable<Buffer[]>,
  open?: Promise<void>,
): Line & { sent(): Promise<void> } {
  const queue: Uint8Array[][] = [];
  let sending: Promise<void> | undefined;
  const sendAll = async () => {
    if (open) await open;
    let since = performance.now();
    while (queue.length > 0 && !socket.closed) {
      await socket.send(queue.shift()!).catch((error) => {
        if (!socket.closed) throw error;
      });
      // A long queue must not keep the other sockets, the heartbeat above all, from their turn.
      if (performance.now() - since < 5) continue;
      await nextTurn();
      since = performance.now();
    }
    sending = undefined;
  };
  return {
    send(frames) {
      queue.push(frames);
      sending ??= sendAll();
    },
    sent: async () => sending,
    [Symbol.asyncIterator]: () => socket[Symbol.asyncIterator](),
  };
}
