/** Timers that remember their cell: their output goes there, and they end when that cell is interrupted. */
import * as timers from "node:timers";
import type { Activity, Origins } from "./origins.ts";

type Callback = (...args: unknown[]) => unknown;
type Handle = NodeJS.Timeout | NodeJS.Immediate;
type Start = (callback: Callback, ...rest: unknown[]) => Handle;
type Clear = (handle: never) => void;

export interface CellTimers {
  globals: Record<string, unknown>;
  /** Stops the timers of what has been interrupted. */
  clear(): void;
}

export function createTimers(origins: Origins): CellTimers {
  const started = new Map<Handle, { activity: Activity; clear: Clear }>();
  const soon = queueMicrotask;
  const starter = (start: Start, clear: Clear, { isRepeated }: { isRepeated: boolean }) => {
    const startTimer: Start = (callback, ...rest) => {
      if (typeof callback !== "function") return start(callback, ...rest);
      const activity = origins.activity();
      const bound = origins.bind(callback);
      const handle = start(
        (...values) => {
          if (!isRepeated) started.delete(handle);
          bound(...values);
        },
        ...rest,
      );
      if (origins.isDead(activity)) clear(handle as never);
      else started.set(handle, { activity, clear });
      return handle;
    };
    return withPromise(startTimer, start);
  };
  const stopper = (clear: Clear) => (handle: Handle) => {
    started.delete(handle);
    clear(handle as never);
  };
  const { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate } = timers;
  return {
    globals: {
      setTimeout: starter(setTimeout as never, clearTimeout, { isRepeated: false }),
      setInterval: starter(setInterval as never, clearInterval, { isRepeated: true }),
      setImmediate: starter(setImmediate as never, clearImmediate, { isRepeated: false }),
      clearTimeout: stopper(clearTimeout),
      clearInterval: stopper(clearInterval),
      clearImmediate: stopper(clearImmediate),
      queueMicrotask: (callback: Callback) => soon(origins.bind(callback)),
    },
    clear() {
      for (const [handle, { activity, clear }] of started)
        if (origins.isDead(activity)) stopper(clear)(handle);
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
