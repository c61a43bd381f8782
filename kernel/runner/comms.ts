/** Hands the front end's comm messages to those in the runner who listen. */
import type { CommMessage } from "../interpreter.ts";
import type { CommEvent, CommListener, Outlet } from "./outlet.ts";

export interface Comms extends Pick<Outlet, "onComm" | "onTarget"> {
  /** Settles when every listener is done with the message; never rejects. */
  receive(message: CommMessage): Promise<void>;
}

export interface CommsOptions {
  /** Called when the front end opens a comm that nobody here knows. */
  refuse(id: string): void;
  /** Called with what a listener throws. */
  report(error: unknown): void;
}

export function createComms({ refuse, report }: CommsOptions): Comms {
  const byId = new Map<string, Set<CommListener>>();
  const byTarget = new Map<string, Set<CommListener>>();
  return {
    onComm: (id, listener) => add(byId, id, listener),
    onTarget: (target, listener) => add(byTarget, target, listener),
    async receive(message) {
      const event = eventOf(message);
      const target = String(message.content.target_name ?? "");
      const listeners = message.type === "comm_open" ? byTarget.get(target) : byId.get(event.id);
      if (message.type === "comm_open" && !listeners?.size) return refuse(event.id);
      const heard = [...(listeners ?? [])].map(async (listener) => listener(event));
      await Promise.all(heard.map((listening) => listening.catch(report)));
    },
  };
}

function add(listeners: Map<string, Set<CommListener>>, key: string, listener: CommListener): () => void {
  const set = listeners.get(key) ?? new Set();
  listeners.set(key, set.add(listener));
  return () => {
    set.delete(listener);
    if (set.size === 0 && listeners.get(key) === set) listeners.delete(key);
  };
}

function eventOf({ type, content, metadata, buffers }: CommMessage): CommEvent {
  const data = (content.data ?? {}) as Record<string, unknown>;
  return { type, id: String(content.comm_id), data, metadata, buffers };
}
