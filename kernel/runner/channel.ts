/** The runner's way out: all that cells show or send, in order. */
import type { Output } from "../interpreter.ts";
import { createBursts } from "./bursts.ts";
import { encodeNotice, type Notice } from "./frames.ts";
import type { Origins } from "./origins.ts";
import type { Outlet } from "./outlet.ts";
import { createOutputQueue, type OutputQueue } from "./output-queue.ts";
import type { Write } from "./pipe.ts";
import type { WaitingSign } from "./waiting-sign.ts";

type Message = Omit<Output, "origin"> & { origin?: string };

export interface Channel extends Pick<Outlet, "send" | "later">, Pick<OutputQueue, "settled" | "release"> {
  /** Adds text to the cell's stdout or stderr; it leaves soon, also when the next line of the cell never ends. */
  text(name: "stdout" | "stderr", text: string): void;
  /** Tells the host something, after all outputs so far. */
  notify(notice: Notice): void;
  /** Sends text that waits, called in the midst of whatever the cell does. */
  flushFromOutside(): void;
}

export interface ChannelOptions {
  origins: Origins;
  /** Set while text waits. */
  waiting: Pick<WaitingSign, "isSet">;
}

export function createChannel(write: Write, { origins, waiting }: ChannelOptions): Channel {
  const queue = createOutputQueue(write);
  const bursts = createBursts({
    send: queue.put,
    onWaiting(isWaiting) {
      waiting.isSet = isWaiting;
    },
  });
  return {
    text(name, text) {
      if (!origins.isSilenced()) bursts.text(origins.current(), name, text);
    },
    send(message: Message) {
      if (message.origin === undefined && origins.isSilenced()) return;
      bursts.flush();
      queue.put({ ...message, origin: message.origin ?? origins.current() });
    },
    later(promise: Promise<Message>) {
      if (origins.isSilenced()) return void promise.catch(() => {});
      bursts.flush();
      const origin = origins.current();
      const put = queue.hold(origin);
      void promise.then(
        (message) => put({ ...message, origin: message.origin ?? origin }),
        (error) => put(failure(origin, error)),
      );
    },
    notify(notice) {
      bursts.flush();
      write(encodeNotice(notice));
    },
    flushFromOutside: bursts.flushFromOutside,
    settled(origin) {
      bursts.flush();
      return queue.settled(origin);
    },
    release(origin) {
      bursts.flush();
      queue.release(origin);
    },
  };
}

function failure(origin: string, error: unknown): Output {
  return { origin, type: "stream", content: { name: "stderr", text: `Cannot draw a value: ${error}\n` } };
}
