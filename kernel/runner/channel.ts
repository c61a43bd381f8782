/** The runner's way out: text merged, messages in order, late drawings in their place. */
import { setTimeout } from "node:timers";
import type { Output } from "../interpreter.ts";
import { encodeNotice, type Notice } from "./frames.ts";
import type { Origins } from "./origins.ts";
import type { Outlet } from "./outlet.ts";
import { createOutputQueue, type OutputQueue } from "./output-queue.ts";
import type { Write } from "./pipe.ts";

/** Text is merged into one message until it is this long (characters), or this old (milliseconds). */
const longest = 65_536;
const oldest = 20;

type Message = Omit<Output, "origin"> & { origin?: string };
type StreamName = "stdout" | "stderr";

export interface Channel extends Pick<Outlet, "send" | "later">, Pick<OutputQueue, "settled" | "silence"> {
  /** Adds text to the cell's stdout or stderr. */
  text(name: StreamName, text: string): void;
  /** Tells the host something, after all outputs so far. */
  notify(notice: Notice): void;
}

export function createChannel(write: Write, origins: Origins): Channel {
  const queue = createOutputQueue(write);
  let merged:
    | { origin: string; name: StreamName; parts: string[]; length: number; since: number }
    | undefined;

  const flush = () => {
    if (!merged) return;
    const { origin, name, parts } = merged;
    merged = undefined;
    queue.put({ origin, type: "stream", content: { name, text: parts.join("") } });
  };
  return {
    text(name, text) {
      const origin = origins.current();
      if (merged && (merged.origin !== origin || merged.name !== name)) flush();
      if (!merged) {
        merged = { origin, name, parts: [], length: 0, since: performance.now() };
        setTimeout(flush, oldest).unref();
      }
      merged.parts.push(text);
      merged.length += text.length;
      if (merged.length > longest || performance.now() - merged.since > oldest) flush();
    },
    send(message: Message) {
      flush();
      queue.put({ ...message, origin: message.origin ?? origins.current() });
    },
    later(promise: Promise<Message>) {
      flush();
      const origin = origins.current();
      const put = queue.hold(origin);
      void promise.then(
        (message) => put({ ...message, origin: message.origin ?? origin }),
        (error) => put(failure(origin, error)),
      );
    },
    notify(notice) {
      flush();
      write(encodeNotice(notice));
    },
    settled: queue.settled,
    silence(origin) {
      flush();
      queue.silence(origin);
    },
  };
}

function failure(origin: string, error: unknown): Output {
  return { origin, type: "stream", content: { name: "stderr", text: `Cannot draw a value: ${error}\n` } };
}
