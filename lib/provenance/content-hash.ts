import { createHash } from "node:crypto";

/**
 * SHA-256, in hex, of named arrays: a model's weights, a set's pictures. The order of names does not matter, their shapes
 * are not read; equal numbers give equal hashes on machines of one byte order.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { contentHash } from "noisebook";
 *
 * const [a, b] = [Float32Array.of(1, 2), Float32Array.of(3)];
 * assert.equal(contentHash({ a, b }), contentHash({ b, a }));
 * assert.notEqual(contentHash({ a, b }), contentHash({ a: b, b: a }));
 * ```
 */
export function contentHash(arrays: Readonly<Record<string, ArrayBufferView>>): string {
  const sum = createHash("sha256");
  for (const name of Object.keys(arrays).sort()) {
    const { buffer, byteOffset, byteLength } = arrays[name];
    sum
      .update(`${JSON.stringify(name)} ${byteLength}\n`)
      .update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return sum.digest("hex");
}
