/** A debugger whose program is loaded when it is first of use: nobody waits for it while a kernel starts. */
import type { Duplex } from "node:stream";
import type { Adapter } from "./adapter.ts";

export interface LateAdapter extends Adapter {
  /** Loads it in the background. */
  load(): void;
}

export function lateAdapter(create: () => Promise<Adapter>): LateAdapter {
  let adapter: Promise<Adapter> | undefined;
  let join: (stream: Duplex) => void = (stream) => waiting.push(stream);
  const waiting: Duplex[] = [];
  const start = async () => {
    const created = await create();
    waiting.forEach(created.join);
    join = created.join;
    return created;
  };
  const get = () => {
    adapter ??= start();
    return adapter;
  };
  return {
    load: () => void get(),
    join: (stream) => join(stream),
    prepare: async (cell) => (await get()).prepare(cell),
    answer: async (request) => (await get()).answer(request),
  };
}
