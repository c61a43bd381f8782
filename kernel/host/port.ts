/** The kernel's way out: what it publishes, replies and asks, as signed messages in order. */
import { randomUUID } from "node:crypto";
import type { KernelSockets, Line } from "./sockets.ts";
import { type Codec, type Header, type Message, newHeader, type Outgoing } from "./wire.ts";

/** A message from a client, and the socket that answers it. */
export interface Request extends Message {
  line: Line;
}

type Content = Outgoing["content"];

export interface Port {
  /** Sends to every client. */
  publish(type: string, content: Content, about?: Pick<Outgoing, "parent" | "metadata" | "buffers">): void;
  /** Says whether the kernel works on a request. */
  status(state: "starting" | "busy" | "idle", parent?: Header): void;
  /** Answers a request, with the reply type that belongs to it. */
  reply(request: Request, content: Content): void;
  /** Asks the client of a request for a line of input; gives the header of the question. */
  ask(request: Request, content: Content): Header;
  /** Tells subscribers of a topic that what is published from now on reaches them. */
  welcome(topic: Uint8Array): void;
}

export function openPort(sockets: KernelSockets, codec: Codec): Port {
  const from = { session: randomUUID(), username: "kernel" };
  const send = (line: Line, type: string, message: Omit<Outgoing, "header">): Header => {
    const header = newHeader(type, from);
    line.send(codec.encode({ header, ...message }));
    return header;
  };
  const publish: Port["publish"] = (type, content, about = {}) => {
    send(sockets.iopub, type, {
      ...about,
      content,
      identities: [Buffer.from(`kernel.${from.session}.${type}`)],
    });
  };
  return {
    publish,
    status: (state, parent) => publish("status", { execution_state: state }, { parent }),
    reply(request, content) {
      const { header, identities, line } = request;
      send(line, replyType(header.msg_type), { parent: header, identities, content });
    },
    ask({ header, identities }, content) {
      return send(sockets.stdin, "input_request", { parent: header, identities, content });
    },
    welcome(topic) {
      const content = { subscription: Buffer.from(topic).toString() };
      send(sockets.iopub, "iopub_welcome", { content, identities: [topic] });
    },
  };
}

export function replyType(requestType: string): string {
  return requestType.replace(/_request$/, "_reply");
}
