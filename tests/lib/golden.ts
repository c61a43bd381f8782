import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";

/** Reads a file of numbers from other programs. */
export function golden<Content>(name: string): Content {
  return JSON.parse(readFileSync(join(root, "tests/golden", name), "utf8"));
}

/** Fails at the first pair of numbers that differ by more than `absolute + relative · |expected|`. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative = 0, absolute = 0 }: { relative?: number; absolute?: number },
): void {
  assert.equal(actual.length, expected.length, "the lengths differ");
  for (let index = 0; index < expected.length; index++) {
    const allowed = absolute + relative * Math.abs(expected[index]);
    assert.ok(
      Math.abs(actual[index] - expected[index]) <= allowed,
      `at ${index}: ${actual[index]} is not ${expected[index]} ± ${allowed}`,
    );
  }
}
