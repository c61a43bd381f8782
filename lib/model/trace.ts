/** Looking inside a model while it runs. */
import { AsyncLocalStorage } from "node:async_hooks";
import { sizeOf } from "../core/like.ts";
import type { Tensor } from "../core/tensor.ts";
import { tf } from "../core/tf.ts";

/** What was seen at one place of a model. */
export interface Activation {
  /** The place: "down.0.attention". */
  name: string;
  /** Of the whole batch. */
  shape: number[];
  /**
   * The values of the first rows, with how many there are in the place of the batch; missing where there was no room
   * left.
   */
  values?: { shape: number[]; data: Float32Array };
}

export interface TraceOptions {
  /** Which places to look at. Default: all. */
  only?: (name: string) => boolean;
  /** How many rows of the batch to keep. Default: 1. */
  rows?: number;
  /** Most numbers to keep in all; after that shapes alone are kept. Default: 16 million. */
  limit?: number;
}

interface Seen {
  name: string;
  shape: number[];
  kept?: tf.Tensor;
}

interface Tracing extends Required<TraceOptions> {
  seen: Seen[];
  room: number;
}

const tracing = new AsyncLocalStorage<Tracing>();

/** Says whether a place of this name is being looked at, so that what only a trace needs is computed only then. */
export function isMarked(name: string): boolean {
  return tracing.getStore()?.only(name) ?? false;
}

/**
 * Names a tensor on its way through a model. Does nothing unless {@link trace} is looking.
 *
 * @param name The place, as in the parameters' tree: "down.0.attention".
 * @returns The tensor itself.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mark, toTensor, trace } from "noisebook";
 *
 * const x = toTensor({ data: Float32Array.of(1, 2), count: 1, dim: 2 });
 * const { activations } = await trace(() => mark("input", x));
 * assert.deepEqual(activations, [{ name: "input", shape: [1, 2], values: { shape: [1, 2], data: Float32Array.of(1, 2) } }]);
 * ```
 */
export function mark<X extends Tensor>(name: string, tensor: X): X {
  const store = tracing.getStore();
  if (!store?.only(name)) return tensor;
  const { shape } = tensor;
  const rows = Math.min(store.rows, shape[0] ?? 1);
  const size = sizeOf([rows, ...shape.slice(1)]);
  const seen: Seen = { name, shape: [...shape] };
  if (size <= store.room) {
    store.room -= size;
    seen.kept = tf.keep(tf.tidy(() => (tensor.rank === 0 ? tensor.clone() : tf.slice(tensor, 0, rows))));
  }
  store.seen.push(seen);
  return tensor;
}

/**
 * Runs something and records what passes through the models in it: activations, attention maps and their shapes.
 *
 * @param run Calls a model, once or many times; it may be asynchronous.
 * @returns What `run` returned, and a record for each place and call in their order. The records are plain data on the
 *   host.
 *
 * @example What the layers of a small network do with a point
 * ```ts
 * import assert from "node:assert/strict";
 * import { levelAt, linearSchedule, mlp, random, trace } from "noisebook";
 *
 * const model = mlp({ dim: 2, width: 8, rng: random(1) });
 * const x = { data: Float32Array.of(1, 2), count: 1, dim: 2 };
 * const { activations } = await trace(() => model.predict(x, levelAt(linearSchedule(), 500)));
 * assert.deepEqual(activations.map(({ name }) => name).slice(0, 2), ["time", "layers.0"]);
 * model.dispose();
 * ```
 */
export async function trace<Result>(
  run: () => Result | Promise<Result>,
  { only = () => true, rows = 1, limit = 16_000_000 }: TraceOptions = {},
): Promise<{ result: Result; activations: Activation[] }> {
  const store: Tracing = { only, rows, limit, seen: [], room: limit };
  try {
    const result = await tracing.run(store, async () => run());
    const activations: Activation[] = [];
    for (const { name, shape, kept } of store.seen) {
      const values = kept && { shape: [...kept.shape], data: Float32Array.from(await kept.data()) };
      activations.push({ name, shape, ...(values && { values }) });
    }
    return { result, activations };
  } finally {
    for (const { kept } of store.seen) kept?.dispose();
  }
}
