/** The requests of a client, and what comes back for each. */
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type ClientSockets, connectSockets, type Line } from "../host/sockets.ts";
import { type Codec, codec, type Message, newHeader } from "../host/wire.ts";
import { type AsyncQueue, asyncQueue } from "./async-queue.ts";
import type { KernelProcess } from "./kernel-process.ts";

/** How long a dead kernel's last messages may be on their way, in milliseconds. */
const lastMessages = 100;

/** What a kernel published. */
export interface Published {
  /** Jupyter's message type: stream, display_data, comm_msg… */
  type: string;
  /** The request that it belongs to, also when that has long ended. */
  requestId: string;
  content: Record<string, unknown>;
  buffers: Uint8Array[];
}

/** A cell that runs: its outputs in order. The reading ends when the kernel has answered and is idle again. */
export interface Execution extends AsyncIterable<Published> {
  requestId: string;
  /** The content of execute_reply; rejects when the kernel dies. */
  reply: Promise<Record<string, unknown>>;
}

interface Request {
  published: AsyncQueue<Published>;
  reply: Promise<Record<string, unknown>>;
  answer(content: Record<string, unknown>): void;
  fail(error: Error): void;
  answered: boolean;
  idle: boolean;
}

export interface Session {
  ask(line: "shell" | "control", type: string, content: Record<string, unknown>): Execution;
}

/** Joins what comes on a kernel's sockets to the requests that it belongs to. */
export function openSession(child: KernelProcess, onLate: (message: Published) => void): Session {
  const sockets = connectSockets(child.connection);
  const { encode, decode } = codec(child.connection);
  const from = { session: randomUUID(), username: "noisebook" };
  const requests = new Map<string, Request>();
  const settle = (id: string) => {
    const request = requests.get(id);
    if (!request?.answered || !request.idle) return;
    requests.delete(id);
    request.published.end();
  };
  void read(sockets.iopub, decode, (message) => takePublished(message, { requests, settle, onLate }));
  for (const line of [sockets.shell, sockets.control])
    void read(line, decode, ({ parent, content }) => {
      const id = parent?.msg_id ?? "";
      requests.get(id)?.answer(content);
      settle(id);
    });
  let dead: Error | undefined;
  void child.ended.then(async (how) => {
    await delay(lastMessages);
    dead = new Error(`The kernel died (${how})`);
    for (const request of requests.values()) request.fail(dead);
    sockets.close();
  });
  return {
    ask(line, type, content) {
      const header = newHeader(type, from);
      const request = newRequest(type);
      const { published, reply } = request;
      requests.set(header.msg_id, request);
      if (dead) request.fail(dead);
      else sockets[line].send(encode({ header, content }));
      return {
        requestId: header.msg_id,
        reply,
        [Symbol.asyncIterator]: () => published[Symbol.asyncIterator](),
      };
    },
  };
}

interface Desk {
  requests: Map<string, Request>;
  settle(id: string): void;
  onLate(message: Published): void;
}

function takePublished({ header, parent, content, buffers }: Message, { requests, settle, onLate }: Desk) {
  const requestId = parent?.msg_id ?? "";
  const request = requests.get(requestId);
  if (header.msg_type === "iopub_welcome") return;
  if (header.msg_type !== "status") {
    const take = request?.published.push ?? onLate;
    take({ type: header.msg_type, requestId, content, buffers });
  } else if (request && content["execution_state"] === "idle") {
    request.idle = true;
    settle(requestId);
  }
}

function newRequest(type: string): Request {
  const published = asyncQueue<Published>();
  let resolve: (content: Record<string, unknown>) => void;
  let reject: (error: Error) => void;
  const reply = new Promise<Record<string, unknown>>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  // Whoever reads the outputs hears of the kernel's death there.
  reply.catch(() => {});
  const request: Request = {
    published,
    reply,
    // A comm message is never answered; its end is that the kernel is idle.
    answered: type.startsWith("comm_"),
    idle: false,
    answer(content) {
      request.answered = true;
      resolve(content);
    },
    fail(error) {
      published.end(error);
      reject(error);
    },
  };
  return request;
}

async function read(
  line: Line | ClientSockets["iopub"],
  decode: Codec["decode"],
  take: (message: Message) => void,
): Promise<void> {
  for await (const frames of line) {
    const decoded = decode(frames);
    if ("message" in decoded) take(decoded.message);
  }
}
