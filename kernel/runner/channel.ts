/** The runner's way out: all that cells show or send, in order. */
import type { Output } from "../interpreter.ts";
import { encodeNotice, type Notice } from "./frames.ts";
import type { Origins } from "./origins.ts";
import type { Outlet } from "./outlet.ts";
import { createOutputQueue, type OutputQueue } from "./output-queue.ts";
import type { Write } from "./pipe.ts";

type Message = Omit<Output, "origin"> & { origin?: string };

export interface Channel extends Pick<Outlet, "send" | "later">, Pick<OutputQueue, "settled" | "silence"> {
  /** Adds text to the cell's stdout or stderr; it leaves at once, for the next line of the cell may never end. */
  text(name: "stdout" | "stderr", text: string): void;
  /** Tells the host something, after all outputs so far. */
  notify(notice: Notice): void;
}

export function createChannel(write: Write, origins: Origins): Channel {
  const queue = createOutputQueue(write);
  return {
    text(name, text) {
      queue.put({ origin: origins.current(), type: "stream", content: { name, text } });
    },
    send(message: Message) {
      queue.put({ ...message, origin: message.origin ?? origins.current() });
    },
    later(promise: Promise<Message>) {
      const origin = origins.current();
      const put = queue.hold(origin);
      void promise.then(
        (message) => put({ ...message, origin: message.origin ?? origin }),
        (error) => put(failure(origin, error)),
      );
    },
    notify: (notice) => write(encodeNotice(notice)),
    settled: queue.settled,
    silence: queue.silence,
  };
}

function failure(origin: string, error: unknown): Output {
  return { origin, type: "stream", content: { name: "stderr", text: `Cannot draw a value: ${error}\n` } };
}
