/** An outlet that keeps what it is given, in order, and plays the front end's part. */
import type { Output } from "../../../kernel/interpreter.ts";
import type { CommEvent, Outlet } from "../../../kernel/runner/outlet.ts";

/** Messages as tests read them: without types, so that a missing part shows as a failed comparison. */
// biome-ignore lint/suspicious/noExplicitAny: the reason above
export type Loose = Record<string, any>;

export type Sent = Omit<Output, "content"> & { content: Loose };

export interface FakePage extends Outlet {
  origin: string;
  /** All messages in order; a late one stands where `later` was called, once it has come. */
  sent(): Sent[];
  /** Messages of one type. */
  of(type: Output["type"]): Sent[];
  /** Settles when no late message is to come. */
  settled(): Promise<void>;
  /** Delivers a comm message as the front end would send it, with an origin of its own. */
  deliver(id: string, data: Record<string, unknown>, buffers?: Uint8Array[]): void;
  /** Settles when the listeners have dealt with what was delivered last. */
  answered: Promise<unknown>;
  /** Runs code under an origin, as the runner does. */
  run<T>(origin: string, body: () => T): T;
  /** Waits as the `await` of a compiled cell does: afterwards the code runs under its own origin again. */
  pause(milliseconds: number): Promise<void>;
  /** Opens a comm from the front end; false when nobody knows the target. */
  open(id: string, target: string): boolean;
  /** The state that the front end has of a model, by comm id. */
  stateOf(id: string): Loose;
}

export function fakePage(): FakePage {
  const slots: { message?: Sent }[] = [];
  const pending = new Set<Promise<void>>();
  const comms = new Map<string, Set<(event: CommEvent) => void>>();
  const targets = new Map<string, (event: CommEvent) => void>();
  let events = 0;
  const complete = (message: object, origin: string) => ({ origin, ...message }) as Sent;
  const sent = () => slots.flatMap(({ message }) => message ?? []);
  const page: FakePage = {
    origin: "cell 1",
    sent,
    of: (type) => sent().filter((message) => message.type === type),
    send: (message) => void slots.push({ message: complete(message, page.origin) }),
    later(promise) {
      const slot: { message?: Sent } = {};
      const { origin } = page;
      slots.push(slot);
      const done = promise.then((message) => {
        slot.message = complete(message, origin);
        pending.delete(done);
      });
      pending.add(done);
    },
    async settled() {
      do {
        await Promise.all(pending);
        await new Promise((resolve) => setTimeout(resolve, 1));
      } while (pending.size > 0);
    },
    onComm(id, listener) {
      const set = comms.get(id) ?? new Set();
      comms.set(id, set.add(listener));
      return () => void set.delete(listener);
    },
    onTarget(target, listener) {
      targets.set(target, listener);
      return () => void targets.delete(target);
    },
    answered: Promise.resolve(),
    deliver(id, data, buffers = []) {
      const event: CommEvent = { type: "comm_msg", id, data, metadata: {}, buffers };
      const listeners = [...(comms.get(id) ?? [])];
      page.answered = Promise.all(
        page.run(`event ${++events}`, () => listeners.map((listener) => listener(event))),
      );
    },
    run(origin, body) {
      const before = page.origin;
      page.origin = origin;
      try {
        return body();
      } finally {
        page.origin = before;
      }
    },
    bind(callback) {
      const { origin } = page;
      return (...args) => page.run(origin, () => callback(...args));
    },
    async pause(milliseconds) {
      const { origin } = page;
      await sleep(milliseconds);
      const before = page.origin;
      page.origin = origin;
      setImmediate(() => {
        page.origin = before;
      });
    },
    open(id, target) {
      targets.get(target)?.({ type: "comm_open", id, data: {}, metadata: {}, buffers: [] });
      return targets.has(target);
    },
    stateOf: (id) =>
      Object.assign(
        {},
        ...sent()
          .filter(({ content }) => content.comm_id === id && content.data.state)
          .map(({ content }) => content.data.state),
      ),
  };
  return page;
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
