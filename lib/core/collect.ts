/**
 * Waits for all that a stream of records yields, and returns it as an array.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect } from "noisebook";
 *
 * async function* count() {
 *   yield 1;
 *   yield 2;
 * }
 * assert.deepEqual(await collect(count()), [1, 2]);
 * ```
 */
export async function collect<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of stream) items.push(item);
  return items;
}
