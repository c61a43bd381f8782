/** The objects of a fake cluster, with versions, and those who watch them. */
import { randomUUID } from "node:crypto";

export type Kind = "jobs" | "pods" | "configmaps";

// biome-ignore lint/suspicious/noExplicitAny: objects are what clients send, as in a real server's storage.
export type Stored = Record<string, any>;

export interface ClusterEvent {
  type: string;
  object: Stored;
}

/** A refusal, as the server words it. */
export class Refusal extends Error {
  readonly code: number;
  readonly reason: string;
  constructor(code: number, reason: string, message: string) {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

export function createStore() {
  const kinds: Record<Kind, Map<string, Stored>> = {
    jobs: new Map(),
    pods: new Map(),
    configmaps: new Map(),
  };
  const listeners = new Set<(kind: Kind, event: ClusterEvent) => void>();
  const events: { kind: Kind; version: number; event: ClusterEvent }[] = [];
  let [version, oldest] = [1, 1];
  const tell = (kind: Kind, type: string, object: Stored) => {
    object["metadata"].resourceVersion = String(++version);
    const event = { type, object: structuredClone(object) };
    events.push({ kind, version, event });
    for (const listener of listeners) listener(kind, event);
  };
  return {
    listeners,
    version: () => version,
    /** Forgets what changed, so that whoever watches from before is told that this is too old. */
    compact() {
      oldest = version;
      events.length = 0;
    },
    since(kind: Kind, from: number): ClusterEvent[] | undefined {
      if (from < oldest) return undefined;
      return events.filter((each) => each.kind === kind && each.version > from).map(({ event }) => event);
    },
    list: (kind: Kind) => [...kinds[kind].values()],
    get(kind: Kind, name: string): Stored {
      const object = kinds[kind].get(name);
      if (!object) throw new Refusal(404, "NotFound", `${kind} "${name}" not found`);
      return object;
    },
    has: (kind: Kind, name: string) => kinds[kind].has(name),
    create(kind: Kind, object: Stored): Stored {
      const { name } = object["metadata"];
      if (kinds[kind].has(name)) throw new Refusal(409, "AlreadyExists", `${kind} "${name}" already exists`);
      object["metadata"].uid = randomUUID();
      kinds[kind].set(name, object);
      tell(kind, "ADDED", object);
      return object;
    },
    update(kind: Kind, object: Stored): void {
      if (kinds[kind].get(object["metadata"].name) === object) tell(kind, "MODIFIED", object);
    },
    delete(kind: Kind, name: string): Stored {
      const object = this.get(kind, name);
      kinds[kind].delete(name);
      tell(kind, "DELETED", object);
      return object;
    },
  };
}

export type Store = ReturnType<typeof createStore>;
