import assert from "node:assert/strict";
import { murmur2 } from "../../../kernel/debug/murmur2.ts";

/** What ipykernel's own function (ipykernel.compiler.murmur2_x86, version 7) gives for a text and a seed. */
const known: [string, number, number][] = [
  ["", 0xc70f6907, 3990065800],
  ["", 0, 0],
  ["a", 0xc70f6907, 2167009006],
  ["a", 0, 2456313694],
  ["ab", 0xc70f6907, 2805137849],
  ["abc", 0xc70f6907, 3350977461],
  ["abcd", 0xc70f6907, 804720481],
  ["const x = 1;\nx", 0xc70f6907, 552911769],
  ["let naïve = 'é😀';", 0xc70f6907, 1159326165],
  ["0123456789".repeat(20), 0xc70f6907, 257937059],
  ["  \n", 0, 4101695977],
  ["\u0000ÿ", 0, 1356078119],
];

describe("murmur2()", () => {
  for (const [text, seed, hash] of known)
    it(`of ${JSON.stringify(text.slice(0, 20))} with seed ${seed} is ipykernel's`, () => {
      assert.equal(murmur2(text, seed), hash);
    });
});
