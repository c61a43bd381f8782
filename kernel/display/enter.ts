/** Runs code under another origin. */
import type { Outlet } from "../runner/outlet.ts";
import { isPromise } from "./bundle.ts";

/** An outlet that can run code under an origin, and restores it after the code's awaits. */
interface RunningOutlet extends Outlet {
  run<T>(origin: string, body: () => T): T;
}

export interface Enterer {
  /** The origin of the code that runs now. */
  origin(): string;
  enter<T>(origin: string, body: () => T): T;
}

/**
 * Uses the outlet's own `run` where it has one. Else an origin is remembered for the synchronous part of the code and,
 * until its promise settles, stands for the outlet's origin from which it was entered.
 */
export function enterer(outlet: Outlet): Enterer {
  if ("run" in outlet) return { origin: () => outlet.origin, enter: (outlet as RunningOutlet).run };
  let entered: string | undefined;
  const standIns = new Map<string, string>();
  return {
    origin: () => entered ?? standIns.get(outlet.origin) ?? outlet.origin,
    enter(origin, body) {
      const before = entered;
      entered = origin;
      try {
        const result = body();
        if (isPromise(result)) standIn(outlet.origin, origin, result);
        return result;
      } finally {
        entered = before;
      }
    },
  };

  function standIn(from: string, origin: string, until: Promise<unknown>): void {
    standIns.set(from, origin);
    const end = () => {
      if (standIns.get(from) === origin) standIns.delete(from);
    };
    void until.then(end, end);
  }
}
