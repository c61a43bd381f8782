import assert from "node:assert/strict";
import { selectBackend } from "../../../lib/core/backend.ts";
import { toTensor } from "../../../lib/core/convert.ts";
import { gaussianLike } from "../../../lib/core/gaussian.ts";
import type { Images } from "../../../lib/core/images.ts";
import { random } from "../../../lib/core/random.ts";
import { tf } from "../../../lib/core/tf.ts";
import type { Values } from "../../../lib/core/values.ts";
import { flowForward } from "../../../lib/process/flow.ts";
import { offsetNoise } from "../../../lib/process/offset-noise.ts";
import { targetOf } from "../../../lib/process/target.ts";
import { edmTrainingSigmas, logitNormalTimes, uniformSteps } from "../../../lib/process/time-sampling.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { assertClose } from "../golden.ts";
import { normalPoints } from "../points.ts";
import { withoutLeaks } from "../without-leaks.ts";

describe("flowForward()", () => {
  it("is (1 − t)·x_0 + t·ε, per row too, and divided by 1 − t it has σ = t/(1 − t)", () => {
    const [x0, noise] = [normalPoints(2, 2, 1), normalPoints(2, 2, 2)];
    const t = [0.25, 0.8];
    const { data } = flowForward(x0, t, { noise });
    const expected = Array.from(x0.data, (v, i) => (1 - t[i >> 1]) * v + t[i >> 1] * noise.data[i]);
    assertClose(data, expected, { absolute: 1e-15 });
    assertClose(
      Array.from(data, (v, i) => v / (1 - t[i >> 1])),
      Array.from(x0.data, (v, i) => v + (t[i >> 1] / (1 - t[i >> 1])) * noise.data[i]),
      { absolute: 1e-14 },
    );
    assert.throws(() => flowForward(x0, 1.1, { noise }), RangeError);
  });
});

describe("formulas on tensors", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  it("give the host's numbers and leave only the result", async () => {
    const x0 = normalPoints(3, 2, 1);
    for (const formula of [
      <X extends Values>(x: X) => flowForward(x, [0.1, 0.5, 1], { rng: random(1) }),
      <X extends Values>(x: X) => gaussianLike(x, random(2)),
      <X extends Values>(x: X) => targetOf("v", { x0: x, eps: x, a: 0.6, s: [0.1, 0.2, 0.3] }),
    ])
      await withoutLeaks(async () => {
        const tensor = toTensor(x0);
        const before = tf.memory().numTensors;
        const result = formula(tensor);
        assert.equal(tf.memory().numTensors, before + 1);
        assertClose(await result.data(), formula(x0).data, { absolute: 1e-6 });
        tf.dispose([tensor, result]);
      });
  });
});

describe("offsetNoise()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  const images: Images = {
    data: new Float32Array(400 * 4 * 4 * 3),
    count: 400,
    height: 4,
    width: 4,
    channels: 3,
  };

  it("shifts each channel of each picture by its own amount", () => {
    const { data } = offsetNoise(images, { rng: random(1), strength: 0.5 });
    const means = Array.from({ length: 1200 }, (_, i) => {
      const [row, channel] = [Math.floor(i / 3), i % 3];
      return (
        Array.from({ length: 16 }, (_, p) => data[row * 48 + p * 3 + channel]).reduce((a, b) => a + b, 0) / 16
      );
    });
    const square = (values: ArrayLike<number>) =>
      Array.from(values).reduce((sum, value) => sum + value * value, 0) / values.length;
    assert.ok(Math.abs(square(data) - 1.25) < 0.05, `mean square ${square(data)}`);
    assert.ok(Math.abs(square(means) - (0.25 + 1 / 16)) < 0.04, `mean square of the means ${square(means)}`);
    const products = Array.from({ length: 400 }, (_, i) => means[3 * i] * means[3 * i + 1]);
    assert.ok(Math.abs(products.reduce((a, b) => a + b, 0) / 400) < 0.05, "channels are independent");
  });

  it("gives the same numbers for a tensor, and leaves only that", async () => {
    await withoutLeaks(async () => {
      const tensor = tf.zeros([400, 4, 4, 3]);
      const noise = offsetNoise(tensor, { rng: random(1) });
      assertClose(await noise.data(), offsetNoise(images, { rng: random(1) }).data, { absolute: 1e-6 });
      tf.dispose([tensor, noise]);
    });
    assert.throws(
      () => offsetNoise(images, { rng: random(1), strength: -1 }),
      /strength must be a number from 0/,
    );
  });
});

describe("time sampling", () => {
  const quantile = (values: ArrayLike<number>, share: number) =>
    Float64Array.from(values).sort()[Math.floor(share * values.length)];

  it("draws steps evenly", () => {
    const t = uniformSteps(linearSchedule({ steps: 10 }), { count: 10_000, rng: random(1) });
    const counts = new Array(10).fill(0);
    for (const step of t) counts[step]++;
    assert.ok(
      counts.every((count) => count > 880 && count < 1120),
      counts.join(" "),
    );
  });

  it("draws flow's times by the logit-normal distribution", () => {
    const t = logitNormalTimes({ count: 20_000, rng: random(2), mean: 0.5, deviation: 2 });
    const logistic = (u: number) => 1 / (1 + Math.exp(-u));
    assertClose(
      [quantile(t, 0.1587), quantile(t, 0.5), quantile(t, 0.8413)],
      [logistic(-1.5), logistic(0.5), logistic(2.5)],
      { absolute: 0.02 },
    );
  });

  it("draws EDM's ln σ ~ N(−1.2, 1.2²)", () => {
    const logs = edmTrainingSigmas({ count: 20_000, rng: random(3) }).map(Math.log);
    assertClose([quantile(logs, 0.1587), quantile(logs, 0.5), quantile(logs, 0.8413)], [-2.4, -1.2, 0], {
      absolute: 0.05,
    });
  });
});
