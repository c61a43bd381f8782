/** Sends the end of a burst of lines when the main thread, in a loop that never yields, does not do it itself. */
import { Session } from "node:inspector";
import { setTimeout } from "node:timers/promises";
import type { WaitingSign } from "./waiting-sign.ts";

/** How long text may wait before it is seen to, in milliseconds. */
const patience = 20;
const name = "Noisebook.flush";

/** Puts the function where the watchdog finds it; nobody else sees it. */
export function exposeFlush(flush: () => void): void {
  Object.defineProperty(globalThis, Symbol.for(name), { value: flush });
}

/** In the watchdog's thread: calls the main thread's function, in the midst of what it does, whenever text has waited. */
export async function watchTail(waiting: WaitingSign): Promise<never> {
  let session: Session | undefined;
  for (;;) {
    await waiting.whenSet();
    await setTimeout(patience);
    if (!waiting.isSet) continue;
    session ??= connect();
    await flushIn(session);
  }
}

function connect(): Session {
  const session = new Session();
  session.connectToMainThread();
  return session;
}

function flushIn(session: Session): Promise<void> {
  const expression = `globalThis[Symbol.for("${name}")]()`;
  return new Promise((resolve) => {
    session.post("Runtime.evaluate", { expression, silent: true }, () => resolve());
  });
}
