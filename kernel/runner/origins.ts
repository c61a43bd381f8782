/**
 * Whose code runs now: every output belongs to the cell that started it, also long after that cell has ended.
 *
 * Compiled cells ask `current()` before each await and give the answer back after it; timers remember it. (Node's
 * AsyncLocalStorage would do this too, but its async hooks make Node 20 abort when a loop is stopped from outside.)
 */
import { KernelInterrupt } from "./kernel-interrupt.ts";

export interface Origins {
  current(): string;
  /** Runs code for an origin and restores the present one. */
  run<T>(origin: string, code: () => T): T;
  enter(origin: string): void;
  /** Continues after an await: throws when the cell has been interrupted in the meantime. */
  resume<T>(origin: string, value: T): T;
  /** Remembers the present origin for a callback. */
  bind<A extends unknown[]>(callback: (...args: A) => unknown): (...args: A) => unknown;
  /** Ends the work of an origin: from now on its awaits throw. */
  kill(origin: string): void;
  isDead(origin: string): boolean;
}

export function createOrigins(): Origins {
  let now = "";
  const dead = new Set<string>();
  const run = <T>(origin: string, code: () => T): T => {
    const before = now;
    now = origin;
    try {
      return code();
    } finally {
      now = before;
    }
  };
  return {
    current: () => now,
    run,
    enter(origin) {
      now = origin;
    },
    resume(origin, value) {
      if (dead.size > 0 && dead.has(origin)) throw new KernelInterrupt();
      now = origin;
      return value;
    },
    bind(callback) {
      const origin = now;
      return (...args) => run(origin, () => callback(...args));
    },
    kill: (origin) => void dead.add(origin),
    isDead: (origin) => dead.has(origin),
  };
}
