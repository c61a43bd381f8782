import assert from "node:assert/strict";
import fc from "fast-check";
import { selectBackend } from "../../../lib/core/backend.ts";
import { toPoints, toTensor } from "../../../lib/core/convert.ts";
import type { Images } from "../../../lib/core/images.ts";
import type { Points } from "../../../lib/core/points.ts";
import { random } from "../../../lib/core/random.ts";
import { tf } from "../../../lib/core/tf.ts";
import { forward } from "../../../lib/process/forward.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { assertClose } from "../golden.ts";
import { withoutLeaks } from "../without-leaks.ts";

const schedule = linearSchedule({ steps: 1000 });
const points = (count: number, dim: number, seed: number): Points => ({
  data: random(seed).normal(count * dim),
  count,
  dim,
});

describe("forward()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  it("is √ᾱ·x_0 + √(1 − ᾱ)·ε in float64", () => {
    const x0 = points(3, 2, 1);
    const noise = points(3, 2, 2);
    const alphaBar = schedule.alphaBar[400];
    assertClose(
      forward(x0, 400, { schedule, noise }).data,
      x0.data.map((value, i) => Math.sqrt(alphaBar) * value + Math.sqrt(1 - alphaBar) * noise.data[i]),
      { absolute: 1e-15 },
    );
  });

  it("keeps unit variance at unit variance at every step", () => {
    const x0 = points(20_000, 1, 3);
    for (const t of [0, 200, 500, 999]) {
      const { data } = forward(x0, t, { schedule, rng: random(t) });
      const variance = Float64Array.from(data).reduce((sum, value) => sum + value * value, 0) / data.length;
      assert.ok(Math.abs(variance - 1) < 0.04, `variance ${variance} at t = ${t}`);
    }
  });

  it("takes one step per row: a batch is its rows stacked", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 5 }), (steps) => {
        const x0 = points(steps.length, 3, 4);
        const noise = points(steps.length, 3, 5);
        const row = (x: Points, i: number): Points => ({
          data: x.data.slice(3 * i, 3 * i + 3),
          count: 1,
          dim: 3,
        });
        const singles = steps.flatMap((t, i) => [
          ...forward(row(x0, i), t, { schedule, noise: row(noise, i) }).data,
        ]);
        assert.deepEqual([...forward(x0, Int32Array.from(steps), { schedule, noise }).data], singles);
      }),
    );
  });

  it("gives images for images and the same bytes for the same seed", () => {
    const x0: Images = { data: new Float32Array(12).fill(0.5), count: 1, height: 2, width: 2, channels: 3 };
    const xt = forward(x0, 300, { schedule, rng: random(6) });
    assert.equal(xt.height, 2);
    assert.ok(xt.data instanceof Float32Array);
    assert.deepEqual(xt, forward(x0, 300, { schedule, rng: random(6) }));
    assert.notDeepEqual(xt.data, forward(x0, 300, { schedule, rng: random(7) }).data);
  });

  it("gives a tensor for a tensor, with the host's numbers, and leaves only that", async () => {
    const x0 = points(4, 2, 8);
    await withoutLeaks(async () => {
      const before = tf.memory().numTensors;
      const tensor = toTensor(x0);
      const xt = forward(tensor, [0, 10, 500, 999], { schedule, rng: random(9) });
      assert.equal(tf.memory().numTensors, before + 2);
      const host = forward(x0, [0, 10, 500, 999], { schedule, rng: random(9) });
      assertClose((await toPoints(xt)).data, host.data, { absolute: 1e-6 });
      tf.dispose([tensor, xt]);
    });
  });

  it("says which step, shape or option is wrong, and leaves no tensor then", async () => {
    const x0 = points(2, 2, 0);
    const rng = random(0);
    assert.throws(
      () => forward(x0, 1000, { schedule, rng }),
      /^RangeError: Cannot noise x0: t must be an integer from 0 to 999, got 1000$/,
    );
    assert.throws(() => forward(x0, [1, 2.5], { schedule, rng }), /got 2.5$/);
    assert.throws(
      () => forward(x0, [1, 2, 3], { schedule, rng }),
      /expected 1 or 2 factors for 2 rows, got 3/,
    );
    assert.throws(
      () => forward(x0, 1, { schedule, noise: points(2, 3, 0) }),
      /^ShapeError: Cannot use noise: expected shape \[2, 2\] as x0, got \[2, 3\]$/,
    );
    assert.throws(() => forward(x0, 1, { schedule } as never), /give noise, or rng to draw it from/);
    await withoutLeaks(() => {
      const tensor = tf.zeros([2, 2]);
      assert.throws(() => forward(tensor, [1, 2, 3], { schedule, rng }));
      tensor.dispose();
    });
  });
});
