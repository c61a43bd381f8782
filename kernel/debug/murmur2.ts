/**
 * MurmurHash2 (Austin Appleby, 32 bits) of a text's UTF-8 bytes: by it Jupyter's front ends know a cell from its text.
 *
 * @example
 * import assert from "node:assert/strict";
 * assert.equal(murmur2("a", 0), 2456313694);
 */
export function murmur2(text: string, seed: number): number {
  const bytes = Buffer.from(text);
  const whole = bytes.length & ~3;
  let hash = seed ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), multiplier);
    word = Math.imul(word ^ (word >>> 24), multiplier);
    hash = Math.imul(hash, multiplier) ^ word;
  }
  if (whole < bytes.length) {
    hash ^= bytes.readUIntLE(whole, bytes.length - whole);
    hash = Math.imul(hash, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return (hash ^ (hash >>> 15)) >>> 0;
}

const multiplier = 0x5bd1e995;
