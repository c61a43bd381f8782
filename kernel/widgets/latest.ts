/** Runs work for the newest of many calls. */
import { setImmediate } from "node:timers";
import { isPromise } from "../display/bundle.ts";

/**
 * Makes a function that runs a job, never twice at once: the calls that come while it runs, or while it blocked the
 * event loop, make one more run after it. The job must not throw.
 *
 * @param waits Called for each call that has to wait.
 * @returns What the job returns, when the call runs it at once.
 */
export function latest(
  job: () => void | Promise<void>,
  waits: () => void,
): () => void | Promise<void> | undefined {
  let state: "idle" | "blocking" | "awaiting" = "idle";
  let again = false;
  const ready = () => {
    state = "idle";
    if (again) void start();
  };
  const start = (): void | Promise<void> => {
    again = false;
    state = "blocking";
    // Set before the job: when the user breaks off a job that blocks, nothing after it is reached.
    setImmediate(() => {
      if (state === "blocking") ready();
    });
    const result = job();
    if (!isPromise(result)) return;
    state = "awaiting";
    return result.then(ready);
  };
  return () => {
    if (state === "idle") return start();
    again = true;
    waits();
    return undefined;
  };
}
