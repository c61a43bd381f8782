/** Hands the front end's comm messages to those in the runner who listen. */
import type { CommMessage } from "../interpreter.ts";
import type { CommEvent, Outlet } from "./outlet.ts";

type Listener = (event: CommEvent) => void;

export interface Comms extends Pick<Outlet, "onComm" | "onTarget"> {
  receive(message: CommMessage): void;
}

export interface CommsOptions {
  /** Called when the front end opens a comm that nobody here knows. */
  refuse(id: string): void;
  /** Called with what a listener throws. */
  report(error: unknown): void;
}

export function createComms({ refuse, report }: CommsOptions): Comms {
  const byId = new Map<string, Set<Listener>>();
  const byTarget = new Map<string, Set<Listener>>();
  return {
    onComm: (id, listener) => add(byId, id, listener),
    onTarget: (target, listener) => add(byTarget, target, listener),
    receive(message) {
      const event = eventOf(message);
      const target = String(message.content.target_name ?? "");
      const listeners = message.type === "comm_open" ? byTarget.get(target) : byId.get(event.id);
      if (message.type === "comm_open" && !listeners?.size) return refuse(event.id);
      for (const listener of [...(listeners ?? [])])
        try {
          listener(event);
        } catch (error) {
          report(error);
        }
    },
  };
}

function add(listeners: Map<string, Set<Listener>>, key: string, listener: Listener): () => void {
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
