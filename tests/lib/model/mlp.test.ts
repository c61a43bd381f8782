import assert from "node:assert/strict";
import { tf } from "../../../lib/core/tf.ts";
import {
  countParameters,
  ddim,
  levelAt,
  linearSchedule,
  mapTensors,
  mlp,
  mlpPlan,
  random,
  sample,
  selectBackend,
  trace,
} from "../../../lib/index.ts";
import { withoutLeaks } from "../without-leaks.ts";

const level = levelAt(linearSchedule(), 500);
const x = { data: random(5).normal(8), count: 4, dim: 2 };

/** Parameters that say something: the last layer is not zero. */
function shaken(seed = 1) {
  const model = mlp({ dim: 2, width: 16, rng: random(seed) });
  const rng = random(9);
  const start = model.parameters;
  model.parameters = mapTensors(start, (tensor) =>
    tf.keep(
      tf.tidy(() => tf.add(tensor, tf.tensor(Float32Array.from(rng.normal(tensor.size)), tensor.shape))),
    ),
  );
  mapTensors(start, (tensor) => {
    tensor.dispose();
    return tensor;
  });
  return model;
}

describe("mlp()", () => {
  before(() => selectBackend());

  it("has about 20,000 parameters by default", () =>
    withoutLeaks(() => {
      const model = mlp({ dim: 2, rng: random(1) });
      assert.equal(countParameters(model.parameters), 34 * 96 + 96 + 2 * (96 * 96 + 96) + 96 * 2 + 2);
      assert.equal(countParameters(mlpPlan(model.config as never)), countParameters(model.parameters));
      model.dispose();
    }));

  it("predict() equals apply(), row by row", () =>
    withoutLeaks(async () => {
      const model = shaken();
      const whole = await model.predict(x, level);
      const input = tf.tensor(Float32Array.from(x.data), [4, 2]);
      const t = tf.fill([4], 500);
      const applied = model.apply(model.parameters, input, { t });
      assert.deepEqual(await applied.data(), whole.data);
      for (let row = 0; row < 4; row++) {
        const one = { data: x.data.slice(2 * row, 2 * row + 2), count: 1, dim: 2 };
        const { data } = await model.predict(one, level);
        for (const axis of [0, 1]) assert.ok(Math.abs(data[axis] - whole.data[2 * row + axis]) < 1e-5);
      }
      tf.dispose([input, t, applied]);
      model.dispose();
    }));

  it("is the formula: dense layers with SiLU between them", () =>
    withoutLeaks(async () => {
      const model = shaken();
      const { layers, output } = model.parameters;
      const values = async (tensor: tf.Tensor) => [...(await tensor.data())];
      const half = 16;
      const rates = Array.from({ length: half }, (_, i) => 10_000 ** (-i / half));
      let h = [
        ...x.data.slice(0, 2),
        ...rates.map((f) => Math.cos(500 * f)),
        ...rates.map((f) => Math.sin(500 * f)),
      ];
      for (const [at, { weight, bias }] of [...layers, output].entries()) {
        const [w, b] = [await values(weight), await values(bias as tf.Tensor)];
        h = b.map((start, column) =>
          h.reduce((sum, value, row) => sum + value * w[row * b.length + column], start),
        );
        if (at < layers.length) h = h.map((z) => z / (1 + Math.exp(-z)));
      }
      const { data } = await model.predict(x, level);
      const scale = Math.max(...h.map(Math.abs));
      for (const axis of [0, 1])
        assert.ok(Math.abs(data[axis] - h[axis]) < 1e-4 * scale, `${data[axis]}, ${h[axis]}`);
      model.dispose();
    }));

  it("trace() changes no number and shows each layer", () =>
    withoutLeaks(async () => {
      const model = shaken();
      const plain = await model.predict(x, level);
      const { result, activations } = await trace(() => model.predict(x, level), { rows: 2 });
      assert.deepEqual(result, plain);
      assert.deepEqual(
        activations.map(({ name, shape }) => [name, ...shape]),
        [
          ["time", 4, 32],
          ["layers.0", 4, 16],
          ["layers.1", 4, 16],
          ["layers.2", 4, 16],
          ["output", 4, 2],
        ],
      );
      assert.deepEqual(activations[4].values, { shape: [2, 2], data: plain.data.slice(0, 4) });
      model.dispose();
    }));

  it("can be sampled from with an average in the place of its parameters", () =>
    withoutLeaks(async () => {
      const [model, other] = [shaken(1), shaken(2)];
      const swapped = { ...model, parameters: other.parameters };
      assert.deepEqual(await swapped.predict(x, level), await other.predict(x, level));
      for await (const { x: now } of sample(swapped, {
        schedule: linearSchedule(),
        sampler: ddim,
        steps: 2,
        count: 3,
        rng: random(1),
      }))
        assert.equal(now.count, 3);
      model.dispose();
      other.dispose();
    }));

  it("refuses sizes and shapes that do not fit", () =>
    withoutLeaks(async () => {
      assert.throws(
        () => mlp({ dim: 0, rng: random(1) }),
        /Cannot make an MLP: dim must be an integer from 1, got 0/,
      );
      assert.throws(() => mlp({ dim: 2, time: "minutes" as never, rng: random(1) }), /time must be/);
      const model = mlp({ dim: 3, rng: random(1) });
      await assert.rejects(async () => model.predict(x, level), /dim is 2 instead of 3/);
      model.dispose();
    }));
});
