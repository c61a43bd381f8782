/**
 * Merges the lines of a burst into few outputs. The first lines leave at once; of a cell that goes on to print hundreds
 * in a millisecond the others wait for each other, until something else is shown, the cell yields, or they are old.
 *
 * A loop that prints a burst and then never yields is seen to from outside: the watchdog reads the sign, and flushes.
 */
import { setImmediate } from "node:timers";
import type { Output } from "../interpreter.ts";

/** A burst is more than so many lines in so many milliseconds. */
const calmLines = 8;
const calmTime = 2;
/** What waits is sent when it is this long (characters), or this old (milliseconds). */
const longest = 65_536;
const oldest = 10;

export interface Bursts {
  text(origin: string, name: string, text: string): void;
  /** Sends what waits; to be called before anything else leaves. */
  flush(): void;
  /** Likewise, in the midst of whatever the main thread does; left for the next time when that is in here. */
  flushFromOutside(): void;
}

export interface BurstsOptions {
  send(output: Output): void;
  /** Called when text begins to wait, and when it has been sent. */
  onWaiting(isWaiting: boolean): void;
}

export function createBursts({ send, onWaiting }: BurstsOptions): Bursts {
  let merged: { origin: string; name: string; parts: string[]; length: number } | undefined;
  let since = 0;
  let lines = 0;
  let isInside = false;
  const flush = () => {
    if (!merged) return;
    const { origin, name, parts } = merged;
    merged = undefined;
    since = performance.now();
    onWaiting(false);
    send({ origin, type: "stream", content: { name, text: parts.join("") } });
  };
  const add = (origin: string, name: string, text: string) => {
    if (merged?.origin !== origin || merged.name !== name) {
      flush();
      merged = { origin, name, parts: [], length: 0 };
      onWaiting(true);
      setImmediate(flush);
    }
    merged.parts.push(text);
    merged.length += text.length;
  };
  return {
    text(origin, name, text) {
      isInside = true;
      const age = performance.now() - since;
      if (merged ? age > oldest : age > calmTime) {
        flush();
        since = performance.now();
        lines = 0;
      }
      lines += 1;
      if (lines <= calmLines) send({ origin, type: "stream", content: { name, text } });
      else add(origin, name, text);
      if (merged && merged.length > longest) flush();
      isInside = false;
    },
    flush,
    flushFromOutside() {
      if (!isInside) flush();
    },
  };
}
