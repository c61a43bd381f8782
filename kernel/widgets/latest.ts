/** Runs work for the newest of many calls. */
import { setImmediate } from "node:timers";
import { isPromise } from "../display/bundle.ts";

type Work = void | Promise<void>;

/**
 * Makes a function that runs a job, never twice at once: the calls that come while it runs, or while it blocked the
 * event loop, make one more run after it. The job must not throw.
 *
 * @param waits Called for each call that has to wait.
 * @returns A promise while the call has not been answered.
 */
export function latest(job: () => Work, waits: () => void): () => Work {
  let state: "idle" | "blocking" | "awaiting" = "idle";
  let next: { promise: Promise<void>; settle: (work: Work) => void } | undefined;
  const ready = () => {
    state = "idle";
    const waiting = next;
    next = undefined;
    waiting?.settle(start());
  };
  const start = (): Work => {
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
    next ??= deferred();
    waits();
    return next.promise;
  };
}

function deferred(): { promise: Promise<void>; settle: (work: Work) => void } {
  let settle: (work: Work) => void = () => {};
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}
