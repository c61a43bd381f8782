/** A kernel and a client on real sockets, for tests. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { type Connection, newConnection } from "../../../kernel/host/connection.ts";
import { type Kernel, startKernel } from "../../../kernel/host/kernel.ts";
import { type ClientSockets, connectSockets } from "../../../kernel/host/sockets.ts";
import { type Codec, codec, type Header, type Message, newHeader } from "../../../kernel/host/wire.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { type Fake, fakeStarter } from "./fake-interpreter.ts";

type Content = Record<string, unknown>;
type Inbox = "shell" | "control" | "stdin" | "iopub";

/** A client that keeps all that it receives. */
export interface Client {
  sockets: ClientSockets;
  wire: Codec;
  /** All messages so far, by channel and in order. */
  received: Record<Inbox, Message[]>;
  /** Sends a request and gives its header. */
  send(type: string, content: Content, options?: SendOptions): Header;
  /** Waits for the first message of the channel that passes. */
  expect(channel: Inbox, passes: (message: Message) => boolean): Promise<Message>;
  /** Waits for the reply and the idle status; gives the reply and what was published for it, in order. */
  ask(
    type: string,
    content: Content,
    options?: SendOptions,
  ): Promise<{ reply: Message; published: Message[] }>;
  /** Waits for the reply and the idle status of a request that was sent. */
  done(header: Header, channel?: "shell" | "control"): Promise<{ reply: Message; published: Message[] }>;
  close(): void;
}

export interface SendOptions {
  channel?: "shell" | "control" | "stdin";
  buffers?: Uint8Array[];
  metadata?: Content;
  parent?: Header;
}

export interface Pair {
  kernel: Kernel;
  client: Client;
  fake: Fake;
  connection: Connection;
  /** What the kernel has logged. */
  log: string[];
  close(): Promise<void>;
}

export async function openPair(options: { key?: string; transport?: "tcp" | "ipc" } = {}): Promise<Pair> {
  const folder = temporaryFolder();
  const connection = { ...(await newConnection()), ...options };
  if (options.transport === "ipc") connection.ip = join(folder, "kernel");
  const { start, fake } = fakeStarter();
  const log: string[] = [];
  const kernel = await startKernel(connection, start, { cwd: ".", log: (line) => log.push(line) });
  const client = openClient(connection);
  await client.expect("iopub", (message) => message.header.msg_type === "iopub_welcome");
  const close = async () => {
    client.close();
    await kernel.stop();
  };
  return { kernel, client, fake: fake(), connection, log, close };
}

/** A kernel and a client anew for each test of the `describe` that calls this. */
export function eachPair() {
  let open: Pair;
  beforeEach(async () => {
    open = await openPair();
  });
  afterEach(() => open.close());
  return {
    get kernel() {
      return open.kernel;
    },
    get client() {
      return open.client;
    },
    get fake() {
      return open.fake;
    },
    get connection() {
      return open.connection;
    },
    get log() {
      return open.log;
    },
    execute: (code: string, more: Content = {}) => open.client.ask("execute_request", { code, ...more }),
    sendCell: (code: string, more: Content = {}) => open.client.send("execute_request", { code, ...more }),
  };
}

/** What the streams among the messages say. */
export const printed = (messages: Message[]) =>
  messages
    .filter(({ header }) => header.msg_type === "stream")
    .map(({ content }) => content.text)
    .join("");

export function openClient(connection: Connection): Client {
  const sockets = connectSockets(connection);
  const wire = codec(connection);
  const received: Client["received"] = { shell: [], control: [], stdin: [], iopub: [] };
  let wake: (() => void)[] = [];
  const listen = async (channel: Inbox) => {
    for await (const frames of sockets[channel]) {
      const decoded = wire.decode(frames);
      assert("message" in decoded, `the kernel sent an unreadable message: ${JSON.stringify(decoded)}`);
      received[channel].push(decoded.message);
      for (const go of wake.splice(0)) go();
    }
  };
  for (const channel of ["shell", "control", "stdin", "iopub"] as const) void listen(channel);
  const expect: Client["expect"] = async (channel, passes) => {
    for (let next = 0; ; next++) {
      while (next >= received[channel].length) await new Promise<void>((go) => wake.push(go));
      const message = received[channel][next]!;
      if (passes(message)) return message;
    }
  };
  const send: Client["send"] = (type, content, { channel = "shell", ...rest } = {}) => {
    const header = newHeader(type, { session: "client", username: "ada" });
    sockets[channel].send(wire.encode({ header, content, ...rest }));
    return header;
  };
  const done: Client["done"] = async ({ msg_id }, channel = "shell") => {
    const belongs = (message: Message) => message.parent?.msg_id === msg_id;
    const reply = await expect(channel, belongs);
    await expect("iopub", (message) => belongs(message) && message.content.execution_state === "idle");
    return { reply, published: received.iopub.filter(belongs) };
  };
  return {
    sockets,
    wire,
    received,
    send,
    expect,
    done,
    ask: (type, content, options = {}) =>
      done(send(type, content, options), options.channel === "control" ? "control" : "shell"),
    close() {
      wake = [];
      sockets.close();
    },
  };
}

/** The types of messages, in order; of a status its state. */
export function types(messages: Message[]): string[] {
  return messages.map(({ header, content }) => String(content.execution_state ?? header.msg_type));
}
