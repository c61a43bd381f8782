/** The calls to the language's process: those that wait for an answer, and those that a new process must hear again. */
import type { Call, Reply } from "./calls.ts";

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
  /** What a new process has to be told: the cells that have run, then what waits for an answer. */
  repeat(): Call[];
  /** Ends all that waits. */
  fail(): void;
}

export function createCallLog(): CallLog {
  const waiting = new Map<number, Waiting>();
  let past: Call[] = [];
  let lastId = 0;
  const fail = (id: number) => {
    waiting.get(id)?.reject(new Error("The language's process has ended"));
    waiting.delete(id);
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
      const { method } = settled.call;
      if (method === "compile" || method === "commit") past.push(settled.call);
      if (method === "forget") past = [];
      settled.resolve(value);
    },
    repeat() {
      for (const [id, call] of waiting)
        if (call.wasRepeated) fail(id);
        else call.wasRepeated = true;
      return [...past, ...[...waiting.values()].map(({ call }) => call)];
    },
    fail: () => [...waiting.keys()].forEach(fail),
  };
}
