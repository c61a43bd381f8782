/** The calls to the language's process: those that wait for an answer, and those that a new process must hear again. */
import type { Call, Reply } from "./calls.ts";
import type { Compiled } from "./language.ts";

interface Waiting {
  call: Call;
  resolve(value: unknown): void;
  reject(error: Error): void;
  /** True when a process has died with this call already; the next one need not. */
  wasRepeated: boolean;
}

export interface CallLog {
  /** Notes a call that is made now, and returns its answer. */
  add(method: Call["method"], values: unknown[], send: (call: Call) => void): Promise<unknown>;
  settle(reply: Reply): void;
  /** What a new process has to be told: the cells that have run and that names lead to, then what waits for an answer. */
  repeat(): Call[];
  isWaiting(): boolean;
  /** Ends all that waits. */
  fail(): void;
}

export function createCallLog(): CallLog {
  const waiting = new Map<number, Waiting>();
  /** By cell: how it was compiled and, once it had run, committed. */
  const past = new Map<number, Call[]>();
  let hasDropped = false;
  let lastId = 0;
  const fail = (id: number) => {
    waiting.get(id)?.reject(new Error("The language's process has ended"));
    waiting.delete(id);
  };
  const remember = (call: Call, value: unknown) => {
    if (call.method === "compile" && !("error" in (value as Compiled)))
      past.set((call.values[1] as { id: number }).id, [call]);
    if (call.method === "forget") past.clear();
    if (call.method !== "commit") return;
    past.get(call.values[0] as number)?.push(call);
    for (const id of value as number[]) hasDropped = past.delete(id) || hasDropped;
  };
  return {
    add: (method, values, send) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        const call = { id: lastId, method, values };
        waiting.set(call.id, { call, resolve, reject, wasRepeated: false });
        send(call);
      }),
    settle({ id, value, failure }) {
      const settled = waiting.get(id);
      waiting.delete(id);
      if (!settled) return;
      if (failure !== undefined) return settled.reject(new Error(failure));
      remember(settled.call, value);
      settled.resolve(value);
    },
    repeat() {
      for (const [id, call] of waiting)
        if (call.wasRepeated) fail(id);
        else call.wasRepeated = true;
      const first: Call[] = hasDropped ? [{ id: 0, method: "joinLate", values: [] }] : [];
      return [...first, ...[...past.values()].flat(), ...[...waiting.values()].map(({ call }) => call)];
    },
    isWaiting: () => waiting.size > 0,
    fail: () => [...waiting.keys()].forEach(fail),
  };
}
