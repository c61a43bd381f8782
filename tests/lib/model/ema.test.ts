import assert from "node:assert/strict";
import { tf } from "../../../lib/core/tf.ts";
import { ema, random, selectBackend } from "../../../lib/index.ts";
import { withoutLeaks } from "../without-leaks.ts";

const values = [...random(3).normal(20)];

async function averages(options: { decay: number; warmup?: boolean }): Promise<number[]> {
  const tree = (value: number) => ({ layers: [{ weight: tf.tensor([value, -value]) }] });
  const start = tree(values[0]);
  const average = ema(start, options);
  start.layers[0].weight.dispose();
  const found: number[] = [];
  for (const value of values.slice(1)) {
    const next = tree(value);
    average.update(next);
    next.layers[0].weight.dispose();
    const [mean, negative] = await average.parameters.layers[0].weight.data();
    assert.equal(negative, -mean);
    found.push(mean);
  }
  assert.equal(average.updates, 19);
  average.dispose();
  return found;
}

/** The sum that the recursion stands for: each value by its own weight. */
function closedForm(keepAt: (n: number) => number): number[] {
  return values.slice(1).map((_, last) => {
    let [sum, left] = [0, 1];
    for (let n = last + 1; n >= 1; n--) {
      sum += left * (1 - keepAt(n)) * values[n];
      left *= keepAt(n);
    }
    return sum + left * values[0];
  });
}

describe("ema()", () => {
  before(() => selectBackend());

  it("is the weighted sum of all parameters so far", () =>
    withoutLeaks(async () => {
      const expected = closedForm(() => 0.9);
      (await averages({ decay: 0.9 })).forEach((mean, at) => {
        assert.ok(Math.abs(mean - expected[at]) < 1e-6, `${mean} is not ${expected[at]}`);
      });
    }));

  it("with warm-up keeps (1 + n)/(10 + n) until that reaches the decay", () =>
    withoutLeaks(async () => {
      const expected = closedForm((n) => Math.min(0.6, (1 + n) / (10 + n)));
      (await averages({ decay: 0.6, warmup: true })).forEach((mean, at) => {
        assert.ok(Math.abs(mean - expected[at]) < 1e-6, `${mean} is not ${expected[at]}`);
      });
    }));

  it("lives on outside a tidy in which it was updated", () =>
    withoutLeaks(async () => {
      const weight = tf.tensor([1]);
      const average = ema({ weight }, { decay: 0.5 });
      tf.tidy(() => average.update({ weight: tf.tensor([3]) }));
      assert.equal((await average.parameters.weight.data())[0], 2);
      average.dispose();
      weight.dispose();
    }));

  it("refuses other trees and shapes, and keeps what it had", () =>
    withoutLeaks(async () => {
      const weight = tf.tensor([1]);
      const average = ema({ weight }, { decay: 0.5 });
      const wide = tf.tensor([1, 2]);
      assert.throws(() => average.update({ weight: wide }), /Cannot use weight: expected shape \[1\]/);
      assert.throws(() => average.update({ bias: weight } as never), /weight is missing/);
      assert.throws(() => average.update({ weight, bias: weight } as never), /another model/);
      assert.equal((await average.parameters.weight.data())[0], 1);
      assert.throws(() => ema({ weight }, { decay: 1 }), RangeError);
      average.dispose();
      tf.dispose([weight, wide]);
    }));
});
