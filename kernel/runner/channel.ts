/**
 * The runner's way out: streams merged, messages in order, late drawings in their place.
 */
import { setTimeout } from "node:timers";
import type { Output } from "../interpreter.ts";
import { encodeNotice, encodeOutput, type Notice } from "./frames.ts";
import type { Origins } from "./origins.ts";
import type { Outlet } from "./outlet.ts";
import type { Write } from "./pipe.ts";

/** Text is merged into one message until it is this long (characters), or this old (milliseconds). */
const longest = 65_536;
const oldest = 20;

type Message = Omit<Output, "origin"> & { origin?: string };
/** An output waiting for its turn; a drawing that is not ready yet has none. */
interface Waiting {
  origin: string;
  output?: Output;
}

export interface Channel extends Pick<Outlet, "send" | "later"> {
  /** Adds text to the cell's stdout or stderr. */
  text(name: "stdout" | "stderr", text: string): void;
  notify(notice: Notice): void;
  /** Writes what is merged so far. */
  flush(): void;
  /** Settles when an origin's late drawings have been written. */
  settled(origin: string): Promise<void>;
  /** Ends an origin's outputs: drops its late drawings, and all that its left-over code still sends. */
  silence(origin: string): void;
}

export function createChannel(write: Write, origins: Origins): Channel {
  const queue: Waiting[] = [];
  let waiters: { origin: string; resolve: () => void }[] = [];
  let merged: { origin: string; name: string; parts: string[]; length: number; since: number } | undefined;
  const silenced = new Set<string>();

  const drain = () => {
    while (queue[0]?.output) write(encodeOutput(queue.shift()?.output as Output));
    const isWaiting = (origin: string) => queue.some((entry) => entry.origin === origin);
    for (const waiter of waiters) if (!isWaiting(waiter.origin)) waiter.resolve();
    waiters = waiters.filter((waiter) => isWaiting(waiter.origin));
  };
  const put = (output: Output) => {
    if (silenced.has(output.origin)) return;
    if (queue.length === 0) return write(encodeOutput(output));
    queue.push({ origin: output.origin, output });
  };
  const flush = () => {
    if (!merged) return;
    const { origin, name, parts } = merged;
    merged = undefined;
    put({ origin, type: "stream", content: { name, text: parts.join("") } });
  };
  const complete = (message: Message): Output => ({
    ...message,
    origin: message.origin ?? origins.current(),
  });

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
    send(message) {
      flush();
      put(complete(message));
    },
    later(promise) {
      flush();
      const entry: Waiting = { origin: origins.current() };
      queue.push(entry);
      void promise.then(
        (message) => settle(entry, { ...message, origin: (message as Message).origin ?? entry.origin }),
        (error) => settle(entry, failure(entry.origin, error)),
      );
    },
    notify(notice) {
      flush();
      write(encodeNotice(notice));
    },
    flush,
    settled: (origin) =>
      queue.some((entry) => entry.origin === origin)
        ? new Promise((resolve) => waiters.push({ origin, resolve }))
        : Promise.resolve(),
    silence(origin) {
      flush();
      silenced.add(origin);
      for (let at = queue.length - 1; at >= 0; at--)
        if (queue[at].origin === origin && !queue[at].output) queue.splice(at, 1);
      drain();
    },
  };

  function settle(entry: Waiting, output: Output): void {
    entry.output = output;
    drain();
  }
}

function failure(origin: string, error: unknown): Output {
  return { origin, type: "stream", content: { name: "stderr", text: `Cannot draw a value: ${error}\n` } };
}
