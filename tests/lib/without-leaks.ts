import assert from "node:assert/strict";
import { tf } from "../../lib/core/tf.ts";

/** Runs `work` and fails if it leaves more or fewer tensors behind than there were. */
export async function withoutLeaks<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  const before = tf.memory().numTensors;
  const result = await work();
  assert.equal(tf.memory().numTensors, before, "the number of living tensors changed");
  return result;
}
