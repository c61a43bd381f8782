/** Sends what a callback shows somewhere else: to the cell it belongs to, or into an Output widget. */
import type { Output } from "../interpreter.ts";
import type { Outlet } from "../runner/outlet.ts";
import { isPromise } from "./bundle.ts";

/** A message on its way out; without an origin it belongs to the code that runs now. */
export type Message = Omit<Output, "origin"> & { origin?: string };

/** Another place for output. */
export interface Place {
  /** Stands for the outlet's origin meanwhile, so that a `display` with an id updates only its own place. */
  origin: string;
  /** Takes a message, or the promise of one that holds those after it. */
  take(message: Message | Promise<Message>): void;
}

export interface Redirects {
  /** The origin of the code that runs now, as its place sees it. */
  readonly origin: string;
  /** Runs the body; what it shows goes to the place, also after its awaits until it has settled. */
  run<T>(place: Place, body: () => T): T;
  /** Makes a function that shows in the place of the code that runs now, whenever it is called. */
  bind(callback: () => void): () => void;
  /** Writes past every redirection. */
  send(message: Message): void;
  later(message: Promise<Message>): void;
}

const known = new WeakMap<Outlet, Redirects>();
const shown = new Set(["stream", "display_data", "update_display_data", "clear_output", "error"]);

/** The redirections of an outlet; the outlet's own `send` and `later` obey them from the first call on. */
export function redirectsOf(outlet: Outlet): Redirects {
  const redirects = known.get(outlet) ?? redirectable(outlet);
  known.set(outlet, redirects);
  return redirects;
}

function redirectable(outlet: Outlet): Redirects {
  const send = outlet.send.bind(outlet);
  const later = outlet.later.bind(outlet);
  let current: Place | undefined;
  /** Places of asynchronous bodies, by the true origin of the code that goes on after their awaits. */
  const pending = new Map<string, Place>();
  const place = () => current ?? pending.get(outlet.origin);
  outlet.send = (message) => {
    const to = shown.has(message.type) ? place() : undefined;
    if (to) to.take(message);
    else send(message);
  };
  outlet.later = (message) => {
    const to = place();
    if (to) to.take(message);
    else later(message);
  };
  const within = <T>(next: Place | undefined, body: () => T): T => {
    const before = current;
    current = next;
    try {
      return body();
    } finally {
      current = before;
    }
  };
  const run = <T>(next: Place, body: () => T): T => {
    const result = within(next, body);
    if (isPromise(result)) {
      const { origin } = outlet;
      pending.set(origin, next);
      const settle = () => {
        if (pending.get(origin) === next) pending.delete(origin);
      };
      void result.then(settle, settle);
    }
    return result;
  };
  return {
    get origin() {
      return place()?.origin ?? outlet.origin;
    },
    run,
    bind: (callback) => {
      const bound = place();
      return () => within(bound, callback);
    },
    send,
    later,
  };
}
