import assert from "node:assert/strict";
import { join } from "node:path";
import { selectBackend } from "../../../lib/core/backend.ts";
import { random } from "../../../lib/core/random.ts";
import { tf } from "../../../lib/core/tf.ts";
import { loadModel, saveModel } from "../../../lib/model/checkpoint.ts";
import { axialRotary, rotaryTable } from "../../../lib/model/layers/axial-rotary.ts";
import { applyMmdit, mmdit } from "../../../lib/model/mmdit.ts";
import {
  fullMmditConfig,
  type MmditConfig,
  type MmditParameters,
  mmditLarge,
  mmditPlan,
} from "../../../lib/model/mmdit-config.ts";
import { countParameters, namedTensors } from "../../../lib/model/parameters.ts";
import { flowLevel } from "../../../lib/schedule/level.ts";
import { train } from "../../../lib/train/train.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { assertNetwork, noise } from "./networks.ts";

const small: MmditConfig = {
  image: [4, 4, 3],
  heads: 2,
  axes: [2, 4, 4],
  double: 1,
  single: 1,
  text: ["red", "blue", "circle"],
};

describe("mmdit()", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  it("computes what diffusers' FluxTransformer2DModel computes, with its gradients", async () => {
    const config: MmditConfig = {
      image: [4, 6, 3],
      heads: 2,
      axes: [2, 2, 4],
      double: 2,
      single: 2,
      context: 6,
      pooled: 5,
      guidance: true,
    };
    const values = async (x: tf.Tensor) => {
      const read = (await x.data()) as Float32Array;
      x.dispose();
      return read;
    };
    const condition = {
      data: await values(noise([2, 5, 6], 2)),
      ...{ count: 2, tokens: 5, width: 6, guidance: 0.35 },
      pooled: await values(noise([2, 5], 3)),
    };
    await assertNetwork<MmditParameters>("mmdit", mmditPlan(config), (parameters) => {
      const output = tf.tidy(() => {
        const told = { t: tf.tensor1d([0.025, 0.3]), condition, config: fullMmditConfig(config) };
        return applyMmdit(parameters, noise([2, 4, 6, 3], 1), told);
      });
      return { output };
    });
  });

  it("counts FLUX.1-dev's 11,901,408,320 parameters", () => {
    assert.equal(countParameters(mmditPlan(mmditLarge)), 11_901_408_320);
  });

  it("learns to make one picture for each text, and leaves nothing behind", () =>
    withoutLeaks(async () => {
      const rng = random(1);
      const model = mmdit({ ...small, rng });
      const parameters = namedTensors(model.parameters).length;
      const images = { data: new Float32Array(96), count: 2, height: 4, width: 4, channels: 3 };
      images.data.fill(0.8, 0, 48).fill(-0.8, 48);
      const data = { images, captions: ["red circle", "blue circle"] };
      const losses: number[] = [];
      const before = tf.memory().numTensors;
      for await (const { loss } of train(model, data, { steps: 60, batch: 16, rate: 5e-3, rng }))
        losses.push(loss);
      assert.equal(tf.memory().numTensors, before);
      assert.equal(namedTensors(model.parameters).length, parameters);
      const last = losses.slice(-10).reduce((sum, loss) => sum + loss / 10, 0);
      assert.ok(last < losses[0] / 3, `${losses[0]} to ${last}`);
      const x = { ...images, data: Float32Array.from(random(2).normal(96)) };
      const { data: v } = await model.predict(x, flowLevel(1), await model.embed?.(data.captions));
      const guess = x.data.map((value, at) => value - v[at]); // x_0 = ε − v where t = 1
      const mean = (from: number) => guess.slice(from, from + 48).reduce((sum, value) => sum + value / 48, 0);
      assert.ok(mean(0) > 0.2 && mean(48) < -0.2, `${mean(0)} and ${mean(48)}`);
      model.dispose();
    }));

  it("predicts without a leak, with a text and without one", () =>
    withoutLeaks(async () => {
      const model = mmdit({ ...small, rng: random(1) });
      const x = { data: new Float32Array(48), count: 1, height: 4, width: 4, channels: 3 };
      const condition = await model.embed?.(["red circle"]);
      for (const told of [condition, undefined])
        await withoutLeaks(() => model.predict(x, flowLevel(0.5), told));
      model.dispose();
    }));

  it("is made again from its configuration, and from its file bit by bit", () =>
    withoutLeaks(async () => {
      const folder = temporaryFolder();
      const { text: _, ...without } = small;
      for (const config of [small, { ...without, context: 6, pooled: 5, guidance: true }]) {
        const model = mmdit({ ...config, rng: random(1) });
        await saveModel(join(folder, "m.safetensors"), model);
        const same = await loadModel(join(folder, "m.safetensors"));
        assert.deepEqual([same.config, same.predicts], [model.config, "flow"]);
        const [a, b] = [model, same].map(({ parameters }) => namedTensors(parameters));
        assert.deepEqual(
          a.map(([name]) => name),
          b.map(([name]) => name),
        );
        assert.deepEqual(await b[3][1].data(), await a[3][1].data());
        model.dispose();
        same.dispose();
      }
    }));

  it("refuses configurations and conditions that do not fit", () => {
    const make = (change: Partial<MmditConfig>) => mmdit({ ...small, ...change, rng: random(1) });
    assert.throws(() => make({ patch: 3 }), /a side divided by patch must be an integer from 1, got 1.33/);
    assert.throws(() => make({ context: 4 }), /give one of text and context, got both/);
    assert.throws(() => make({ axes: [2, 3, 4] }), /half of an axis must be an integer from 1, got 1.5/);
    const { text: _, ...without } = small;
    const model = mmdit({ ...without, context: 6, rng: random(1) });
    const x = tf.zeros([1, 4, 4, 3]);
    const t = tf.zeros([1]) as tf.Tensor1D;
    assert.throws(() => model.apply(model.parameters, x, { t }), /give the condition of an empty text/);
    const condition = { data: new Float32Array(10), count: 1, tokens: 2, width: 5 };
    assert.throws(() => model.apply(model.parameters, x, { t, condition }), /width is 5 instead of 6/);
    model.dispose();
    tf.dispose([x, t]);
  });
});

describe("axialRotary()", () => {
  it("makes a product depend on the distance alone, and keeps lengths", async () => {
    const products = tf.tidy(() => {
      const places = [[0, 3], [1, 5], [5, 10], [6, 12]]; // biome-ignore format: one row reads best
      const table = rotaryTable(places, { axes: [4, 6] });
      const one = (seed: number) => tf.tile(noise([1, 10], seed), [4, 1]);
      const [q, k] = [axialRotary(one(1), table), axialRotary(one(2), table)];
      return tf.stack([tf.sum(tf.mul(tf.slice(q, [0, 0], [1, 10]), tf.slice(k, [1, 0], [1, 10]))), tf.sum(tf.mul(tf.slice(q, [2, 0], [1, 10]), tf.slice(k, [3, 0], [1, 10]))), tf.norm(q), tf.norm(one(1))]); // biome-ignore format: four numbers
    });
    const [near, far, turned, length] = await products.data();
    products.dispose();
    assert.ok(Math.abs(near - far) < 1e-5 && Math.abs(turned - length) < 1e-5);
  });
});
