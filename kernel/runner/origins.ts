/**
 * Whose code runs now: every output belongs to the cell that started it, also long after that cell has ended.
 *
 * Compiled cells ask `activity()` before each await and give the answer back after it; timers remember it. (Node's
 * AsyncLocalStorage would do this too, but its async hooks make Node 20 abort when a loop is stopped from outside.)
 */
import { KernelInterrupt } from "./kernel-interrupt.ts";

/** Code that was begun at some time for an origin: the run of a cell, a callback of it, a comm message. */
export interface Activity {
  readonly origin: string;
  /** How many interrupts there had been when it began. */
  readonly since: number;
}

export interface Origins {
  current(): string;
  activity(): Activity;
  /** Begins something that will run for an origin. */
  begin(origin: string): Activity;
  /** Runs code that begins now for an origin, and restores the present activity. */
  run<T>(origin: string, code: () => T): T;
  /** Continues an activity, as after an await: throws when it has been interrupted in the meantime. */
  resume<T>(activity: Activity, value: T): T;
  /** Remembers the present activity for a callback. */
  bind<A extends unknown[], T>(callback: (...args: A) => T): (...args: A) => T;
  /**
   * Ends what has begun for an origin, or all there is: its awaits throw. What begins later lives, so that the callbacks
   * of a cell that was interrupted still work.
   *
   * @returns A function that, once its `finally` blocks have had their time, also drops what it still shows.
   */
  kill(origin?: string): () => void;
  isDead(activity: Activity): boolean;
  /** True when what the present activity shows is to be dropped. */
  isSilenced(): boolean;
}

export function createOrigins(): Origins {
  let interrupts = 0;
  const dead = createBounds();
  const silenced = createBounds();
  const begin = (origin: string): Activity => ({ origin, since: interrupts });
  let now = begin("");
  const during = <T>(activity: Activity, code: () => T): T => {
    const before = now;
    now = activity;
    try {
      return code();
    } finally {
      now = before;
    }
  };
  const isDead = (activity: Activity) => activity.since < interrupts && dead.hold(activity);
  return {
    current: () => now.origin,
    activity: () => now,
    begin,
    run: (origin, code) => during(begin(origin), code),
    resume(activity, value) {
      if (isDead(activity)) throw new KernelInterrupt();
      now = activity;
      return value;
    },
    bind(callback) {
      const activity = now;
      return (...args) => during(activity, () => callback(...args));
    },
    kill(origin) {
      interrupts += 1;
      const at = interrupts;
      dead.set(origin, at);
      return () => silenced.set(origin, at);
    },
    isDead,
    isSilenced: () => now.since < interrupts && silenced.hold(now),
  };
}

/** The last interrupt of each origin, and that of all. */
function createBounds() {
  const bounds = new Map<string, number>();
  let ofAll = 0;
  return {
    set(origin: string | undefined, interrupt: number) {
      if (origin !== undefined) bounds.set(origin, interrupt);
      else {
        ofAll = interrupt;
        bounds.clear();
      }
    },
    hold: ({ origin, since }: Activity) => since < ofAll || since < (bounds.get(origin) ?? 0),
  };
}
