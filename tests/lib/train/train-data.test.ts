import assert from "node:assert/strict";
import { selectBackend } from "../../../lib/core/backend.ts";
import { random } from "../../../lib/core/random.ts";
import { mlp } from "../../../lib/model/mlp.ts";
import { unet } from "../../../lib/model/unet.ts";
import { levelAt } from "../../../lib/schedule/level.ts";
import type { LatentEncoder } from "../../../lib/train/batch.ts";
import { train } from "../../../lib/train/train.ts";
import type { TrainOptions } from "../../../lib/train/train-options.ts";
import { exact, schedule } from "./train-small.ts";

describe("train, on data of every kind,", () => {
  before(() => selectBackend({ prefer: "wasm", threads: 1 }));

  it("goes through points in epochs, each row once", async () => {
    const seen: number[][] = [];
    const data = { data: Float32Array.from({ length: 20 }, (_, i) => Math.floor(i / 2)), count: 10, dim: 2 };
    const levels: TrainOptions["levels"] = (count) =>
      Array.from({ length: count }, () => ({ t: 0, a: 1, s: 0, sigma: 0 }));
    const model = mlp({ dim: 2, width: 4, rng: random(1) });
    const apply = model.apply;
    model.apply = (parameters, x, options) => {
      seen.push([...x.dataSync()].filter((_, index) => index % 2 === 0));
      return apply(parameters, x, options);
    };
    const epochs = [];
    for await (const { epoch } of train(model, data, {
      schedule,
      levels,
      steps: 5,
      batch: 4,
      rng: random(2),
    }))
      epochs.push(epoch);
    model.dispose();
    const rows = seen.flat();
    const ascending = (list: number[]) => [...list].sort((a, b) => a - b);
    const all = Array.from({ length: 10 }, (_, index) => index);
    assert.deepEqual(ascending(rows.slice(0, 10)), all);
    assert.deepEqual(ascending(rows.slice(10)), all);
    assert.notDeepEqual(rows.slice(0, 10), rows.slice(10));
    assert.deepEqual(epochs, [1, 1, 2, 2, 2]);
  });

  it("learns flow without a schedule, and says so to the model", async () => {
    const rng = random(1);
    const model = mlp({ dim: 2, width: 32, time: "flow", rng });
    const losses = [];
    for await (const step of train(model, exact, { steps: 200, batch: 128, rate: 5e-3, rng })) {
      losses.push(step.loss - step.floor!);
      assert.ok(step.perRow.t.every((t) => t > 0 && t < 1));
    }
    assert.equal(model.predicts, "flow");
    assert.ok(losses[199] < losses[0] / 4);
    model.dispose();
  });

  it("trains on what an encoder makes of the pictures", async () => {
    const pictures = { data: new Float32Array(6 * 48).fill(1), count: 6, height: 4, width: 4, channels: 3 };
    const latent: LatentEncoder = {
      encode: async ({ count }, { rng }) => ({
        data: Float32Array.from(rng.normal(count * 16)),
        count,
        height: 2,
        width: 2,
        channels: 4,
      }),
    };
    const rng = random(1);
    const model = unet({ image: [2, 2, 4], channels: [8], rng });
    const wrong = train(model, pictures, { schedule, rng });
    await assert.rejects(
      async () => wrong.next(),
      /rows must have the model's shape \[2, 2, 4\], got \[4, 4, 3\]/,
    );
    const losses = [];
    for await (const { loss } of train(model, pictures, { schedule, steps: 2, batch: 4, latent, rng }))
      losses.push(loss);
    assert.equal(losses.length, 2);
    model.dispose();
  });

  it("learns classes, and to do without where they are dropped", async () => {
    // Two classes at two places: the class says which.
    const data = { data: new Float32Array(8 * 16), count: 8, height: 4, width: 4, channels: 1 };
    data.data.fill(1, 64);
    const classes = Array.from({ length: 8 }, (_, row) => Math.floor(row / 4));
    const rng = random(1);
    const model = unet({ image: [4, 4, 1], channels: [8], groups: 2, classes: 2, rng });
    const options = {
      schedule,
      target: "x0" as const,
      classes,
      dropCaption: 0.3,
      steps: 150,
      batch: 16,
      rate: 0.02,
      rng,
    };
    for await (const _ of train(model, data, options));
    const x = { ...data, data: random(2).normal(2 * 16), count: 2 };
    const noise = { ...x, data: Float32Array.from(x.data) };
    const level = levelAt(schedule, 999);
    const mean = async (condition?: Int32Array) => {
      const { data } = await model.predict(noise, level, condition);
      return [0, 16].map((at) => data.subarray(at, at + 16).reduce((sum, value) => sum + value, 0) / 16);
    };
    const [[zero, one], [none]] = [await mean(Int32Array.of(0, 1)), await mean()];
    assert.ok(zero < 0.2 && one > 0.8, `${zero} and ${one}`);
    assert.ok(none > 0.25 && none < 0.75, `${none}`);
    model.dispose();
  });
});
