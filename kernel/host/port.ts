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
  /** Answers the request that ends the kernel, and tells the other clients. */
  farewell(request: Request, content: Content): void;
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
  const reply: Port["reply"] = ({ header, identities, line }, content) => {
    send(line, replyType(header), { parent: header, identities, content });
  };
  return {
    publish,
    status: (state, parent) => publish("status", { execution_state: state }, { parent }),
    reply,
    farewell(request, content) {
      reply(request, content);
      publish(replyType(request.header), content, { parent: request.header });
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

function replyType({ msg_type }: Header): string {
  return msg_type.replace(/_request$/, "_reply");
}
