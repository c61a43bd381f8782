/**
 * Waits for the end of a stream of records, and returns the last: the result of a sampling, the whole of a recording.
 *
 * @throws {RangeError} If the stream yields nothing.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { last } from "noisebook";
 *
 * async function* count() {
 *   yield 1;
 *   yield 2;
 * }
 * assert.equal(await last(count()), 2);
 * ```
 */
export async function last<Item>(stream: AsyncIterable<Item>): Promise<Item> {
  let found: { item: Item } | undefined;
  for await (const item of stream) found = { item };
  if (!found) throw new RangeError("Cannot take the last record: the stream yielded none");
  return found.item;
}
