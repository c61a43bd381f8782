/** Sends what a callback shows somewhere else: to the cell it belongs to, or into an Output widget. */
import type { Output } from "../interpreter.ts";
import type { Outlet } from "../runner/outlet.ts";

/** A message on its way out; without an origin it belongs to the code that runs now. */
export type Message = Omit<Output, "origin"> & { origin?: string };

/** Takes what is shown, in order; a promise keeps its place. */
export type Take = (message: Message | Promise<Message>) => void;

export interface Redirects {
  /** Whose code runs now: a cell's, a comm message's, or that of a name given to `run`. */
  readonly origin: string;
  /** Runs the body as code of an origin, also after its awaits; its comm messages stay part of what caused it. */
  run<T>(origin: string, body: () => T): T;
  /** Makes a function that always runs as code of the origin that is present now. */
  bind<A extends unknown[], T>(callback: (...args: A) => T): (...args: A) => T;
  /** From now on what code of this origin shows goes here. The origin is a made-up name, unknown to the front end. */
  route(origin: string, take: Take): void;
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
  const routes = new Map<string, Take>();
  /** The front end's own origin behind each routed one: comm messages go out as part of it. */
  const fronts = new Map<string, string>();
  const front = (from: string) => fronts.get(from) ?? from;
  /** The front end's origin of the code that called `run`, while that is still on the stack. */
  const cause = onStack<string>();
  const send = outlet.send.bind(outlet);
  const later = outlet.later.bind(outlet);
  outlet.send = (message) => {
    const from = message.origin ?? outlet.origin;
    const isShown = shown.has(message.type);
    const take = isShown ? routes.get(from) : undefined;
    if (take) take(message);
    else send({ ...message, origin: isShown ? from : (cause.value() ?? front(from)) });
  };
  outlet.later = (message) => {
    const from = outlet.origin;
    const take = routes.get(from);
    if (take) take(message);
    else later(message);
  };
  catchStreams((message) => {
    const isRedirected = routes.has(outlet.origin);
    if (isRedirected) outlet.send(message);
    return isRedirected;
  });
  const run: Redirects["run"] = (next, body) => {
    const from = cause.value() ?? front(outlet.origin);
    if (routes.has(next)) fronts.set(next, from);
    return cause.during(from, () => outlet.run(next, body));
  };
  return {
    get origin() {
      return outlet.origin;
    },
    run,
    bind: (callback) => {
      const at = outlet.origin;
      return (...args) => cause.during(undefined, () => outlet.run(at, () => callback(...args)));
    },
    route: (from, take) => void routes.set(from, take),
  };
}

/** A value that is there while a function runs. */
function onStack<T>() {
  let now: T | undefined;
  return {
    value: () => now,
    during<R>(next: T | undefined, body: () => R): R {
      const before = now;
      now = next;
      try {
        return body();
      } finally {
        now = before;
      }
    },
  };
}

/** What `console` and `process.stdout.write` print goes past the outlet. @param take Tells whether it took the text. */
function catchStreams(take: (message: Message) => boolean): void {
  for (const name of ["stdout", "stderr"] as const) {
    const stream = process[name];
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
    stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
      const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
      if (!take({ type: "stream", content: { name, text } })) return write(chunk, ...rest);
      const done = rest.at(-1);
      if (typeof done === "function") process.nextTick(done as () => void);
      return true;
    };
  }
}
