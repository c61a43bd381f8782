/**
 * Jupyter messages as ZeroMQ frames and back, for kernels and clients alike.
 *
 * On the wire: identities…, `<IDS|MSG>`, signature, header, parent header, metadata, content, buffers…
 * The signature is the HMAC of the four JSON frames in hexadecimal, or empty when the key is.
 *
 * Jupyter messaging protocol 5.4, "The Wire Protocol".
 */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import type { IsReplay } from "./replays.ts";

export const protocolVersion = "5.4";

const delimiter = Buffer.from("<IDS|MSG>");

/** Who a message is from and what it is. */
export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  /** ISO 8601. */
  date: string;
  version: string;
  /** Jupyter adds names now and then; they are kept, for they must come back in the parent header. */
  [name: string]: unknown;
}

/** A message to send. */
export interface Outgoing {
  header: Header;
  /** The header of the request that this answers or belongs to. */
  parent?: Header | undefined;
  metadata?: Record<string, unknown>;
  /** As bytes it is JSON already and is sent as it is. */
  content: Record<string, unknown> | Uint8Array;
  buffers?: Uint8Array[];
  /** Where a ROUTER socket sends it, or the topic of a published message. */
  identities?: Uint8Array[];
}

/** A message that was received, whole and with a true signature. */
export interface Message {
  header: Header;
  /** Undefined when the message has no parent. */
  parent: Header | undefined;
  metadata: Record<string, unknown>;
  content: Record<string, unknown>;
  buffers: Uint8Array[];
  identities: Uint8Array[];
}

/** A message, or a sentence that says why the frames are none. */
export type Decoded = { message: Message } | { rejected: string };

/** Writes and reads frames with one key. */
export interface Codec {
  encode(message: Outgoing): Uint8Array[];
  /** Never throws, whatever the frames hold. */
  decode(frames: readonly Uint8Array[]): Decoded;
}

/**
 * Makes the header of a new message.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { encode, decode } = codec({ key: "secret" });
 * const header = newHeader("kernel_info_request", { session: "a", username: "ada" });
 * const decoded = decode(encode({ header, content: {} }));
 * assert("message" in decoded && decoded.message.header.msg_id === header.msg_id);
 * ```
 */
export function newHeader(type: string, from: { session: string; username: string }): Header {
  return {
    msg_id: randomUUID(),
    msg_type: type,
    session: from.session,
    username: from.username,
    date: new Date().toISOString(),
    version: protocolVersion,
  };
}

/**
 * The two directions of the wire under one key.
 *
 * @param options.key Shared secret of the connection file; empty for no signatures.
 * @param options.scheme `hmac-` and the name of a digest; `hmac-sha256` unless given.
 * @param options.isReplay Asked of each true signature; without it a message may come more than once.
 */
export function codec(options: { key: string; scheme?: string; isReplay?: IsReplay }): Codec {
  const { key, scheme = "hmac-sha256", isReplay } = options;
  const sign = (parts: readonly Uint8Array[]): Buffer => {
    if (key === "") return Buffer.alloc(0);
    const hmac = createHmac(scheme.slice("hmac-".length), key);
    for (const part of parts) hmac.update(part);
    return Buffer.from(hmac.digest("hex"));
  };
  return {
    encode(message) {
      const parts = [message.header, message.parent ?? {}, message.metadata ?? {}, message.content].map(
        toJson,
      );
      return [...(message.identities ?? []), delimiter, sign(parts), ...parts, ...(message.buffers ?? [])];
    },
    decode(frames) {
      const start = frames.findIndex((frame) => delimiter.equals(frame));
      if (start < 0) return { rejected: "Cannot read message: it has no <IDS|MSG> frame" };
      const [signature, ...rest] = frames.slice(start + 1);
      if (!signature || rest.length < 4)
        return {
          rejected: `Cannot read message: it needs 5 frames after <IDS|MSG>, got ${frames.length - start - 1}`,
        };
      const parts = rest.slice(0, 4);
      if (!sameBytes(signature, sign(parts)))
        return { rejected: "Cannot read message: its signature is wrong" };
      if (key !== "" && isReplay?.(signature))
        return { rejected: "Cannot read message: it has been received before" };
      return parse(parts, { identities: frames.slice(0, start), buffers: rest.slice(4) });
    },
  };
}

function toJson(part: object | Uint8Array): Uint8Array {
  return part instanceof Uint8Array ? part : Buffer.from(JSON.stringify(part));
}

/** Compares in a time that tells nothing of where the bytes differ. */
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function parse(parts: Uint8Array[], around: Pick<Message, "identities" | "buffers">): Decoded {
  const names = ["header", "parent header", "metadata", "content"];
  const values: Record<string, unknown>[] = [];
  for (const [index, part] of parts.entries()) {
    const value = toRecord(part);
    if (!value) return { rejected: `Cannot read message: its ${names[index]} is not a JSON object` };
    values.push(value);
  }
  const [header, parent, metadata, content] = values as [
    object,
    object,
    Message["metadata"],
    Message["content"],
  ];
  if (!isHeader(header))
    return { rejected: "Cannot read message: its header needs msg_id, msg_type and session" };
  return { message: { header, parent: isHeader(parent) ? parent : undefined, metadata, content, ...around } };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function toRecord(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function isHeader(value: object): value is Header {
  const { msg_id, msg_type, session } = value as Record<string, unknown>;
  return [msg_id, msg_type, session].every((field) => typeof field === "string");
}
