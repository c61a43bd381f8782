/** Keeps the outputs in order, while a drawing that is not ready yet holds back those that follow it. */
import type { Output } from "../interpreter.ts";
import { encodeOutput } from "./frames.ts";
import type { Write } from "./pipe.ts";

/** An output waiting for its turn; a drawing that is not ready yet has none. */
export interface Waiting {
  origin: string;
  output?: Output;
}

export interface OutputQueue {
  put(output: Output): void;
  /** Keeps a place for an output that is still to come. */
  hold(origin: string): (output: Output) => void;
  /** Settles when nothing of an origin is waiting. */
  settled(origin: string): Promise<void>;
  /** Drops the places that an origin still holds. */
  release(origin: string): void;
}

export function createOutputQueue(write: Write): OutputQueue {
  let queue: Waiting[] = [];
  let waiters: { origin: string; resolve: () => void }[] = [];

  const isWaiting = (origin: string) => queue.some((entry) => entry.origin === origin);
  const drain = () => {
    while (queue[0]?.output) {
      write(encodeOutput(queue[0].output));
      queue.shift();
    }
    for (const { origin, resolve } of waiters) if (!isWaiting(origin)) resolve();
    waiters = waiters.filter(({ origin }) => isWaiting(origin));
  };
  return {
    put(output) {
      if (queue.length === 0) write(encodeOutput(output));
      else queue.push({ origin: output.origin, output });
    },
    hold(origin) {
      const entry: Waiting = { origin };
      queue.push(entry);
      return (output) => {
        entry.output = output;
        drain();
      };
    },
    settled: (origin) =>
      isWaiting(origin)
        ? new Promise((resolve) => {
            waiters.push({ origin, resolve });
          })
        : Promise.resolve(),
    release(origin) {
      queue = queue.filter((entry) => entry.origin !== origin || entry.output);
      drain();
    },
  };
}
