/** Timers that remember their cell: their output goes there, and they end when that cell is interrupted. */
import * as timers from "node:timers";
import type { Origins } from "./origins.ts";

type Callback = (...args: unknown[]) => unknown;
type Start = (callback: Callback, ...rest: unknown[]) => NodeJS.Timeout | NodeJS.Immediate;

export interface CellTimers {
  globals: Record<string, unknown>;
  /** Stops the timers of an origin, also those that are still to come. */
  clear(origin: string): void;
}

export function createTimers(origins: Origins): CellTimers {
  const started = new Map<NodeJS.Timeout | NodeJS.Immediate, string>();
  const ended = new Set<string>();
  const soon = queueMicrotask;
  const starter = (start: Start, once: boolean) =>
    function startTimer(callback: Callback, ...rest: unknown[]) {
      if (typeof callback !== "function") return start(callback, ...rest);
      const bound = origins.bind(callback);
      const handle = start(
        once
          ? (...args) => {
              started.delete(handle);
              bound(...args);
            }
          : bound,
        ...rest,
      );
      started.set(handle, origins.current());
      if (ended.has(origins.current())) stop(handle);
      return handle;
    };
  const stop = (handle: unknown) => {
    started.delete(handle as NodeJS.Timeout);
    timers.clearTimeout(handle as NodeJS.Timeout);
    timers.clearImmediate(handle as NodeJS.Immediate);
  };
  return {
    globals: {
      setTimeout: withPromise(starter(timers.setTimeout as never, true), timers.setTimeout),
      setInterval: withPromise(starter(timers.setInterval as never, false), timers.setInterval),
      setImmediate: withPromise(starter(timers.setImmediate as never, true), timers.setImmediate),
      clearTimeout: stop,
      clearInterval: stop,
      clearImmediate: stop,
      queueMicrotask: (callback: Callback) => soon(origins.bind(callback)),
    },
    clear(origin) {
      ended.add(origin);
      for (const [handle, owner] of started) if (owner === origin) stop(handle);
    },
  };
}

/** Keeps `util.promisify(setTimeout)` working. */
function withPromise<F extends object>(wrapped: F, original: object): F {
  const custom = Object.getOwnPropertySymbols(original).map((symbol) => [
    symbol,
    Object.getOwnPropertyDescriptor(original, symbol) as PropertyDescriptor,
  ]);
  return Object.defineProperties(wrapped, Object.fromEntries(custom));
}
