import assert from "node:assert/strict";
import { tf } from "../../../lib/core/tf.ts";
import {
  ddim,
  levelAt,
  linearSchedule,
  mark,
  mlp,
  random,
  sample,
  selectBackend,
  trace,
  unet,
} from "../../../lib/index.ts";
import { withoutLeaks } from "../without-leaks.ts";

const schedule = linearSchedule();

describe("trace()", () => {
  before(() => selectBackend());

  it("finds a U-Net's feature maps and attention maps, whose rows sum to 1, and changes no number", () =>
    withoutLeaks(async () => {
      const vocabulary = ["blue", "circle", "red"];
      const model = unet({ image: [8, 8, 3], channels: [8, 16], text: vocabulary, rng: random(1) });
      const x = {
        data: Float32Array.from(random(2).normal(2 * 192)),
        count: 2,
        height: 8,
        width: 8,
        channels: 3,
      };
      const texts = await model.embed?.(["red circle", "blue"]);
      const run = () => model.predict(x, levelAt(schedule, 500), texts);
      const { result, activations } = await trace(run);
      assert.deepEqual(result, await run());
      const map = activations.find(({ name }) => name === "down.1.blocks.0.transformer.layers.0.cross.map");
      assert.deepEqual(map?.shape, [2, 4, 16, 16]);
      assert.deepEqual(map?.values?.shape, [1, 4, 16, 16]);
      const weights = map?.values?.data as Float32Array;
      for (let row = 0; row < weights.length; row += 16) {
        const sum = weights.subarray(row, row + 16).reduce((sum, value) => sum + value, 0);
        assert.ok(Math.abs(sum - 1) < 1e-5, String(sum));
      }
      const names = activations.map(({ name }) => name);
      for (const place of [
        "text",
        "time",
        "input",
        "down.0.blocks.0",
        "middle.block1",
        "up.0.blocks.0",
        "output",
      ])
        assert.ok(names.includes(place), place);
      assert.equal(new Set(names).size, names.length);
      model.dispose();
    }));

  it("looks only where it is told, and stays inside its limit", () =>
    withoutLeaks(async () => {
      const model = mlp({ dim: 2, width: 8, rng: random(1) });
      const x = { data: random(2).normal(6), count: 3, dim: 2 };
      const run = () => model.predict(x, levelAt(schedule, 500));
      const only = await trace(run, { only: (name) => name.startsWith("layers"), rows: 3, limit: 50 });
      assert.deepEqual(
        only.activations.map(({ name, values }) => [name, values?.data.length]),
        [
          ["layers.0", 24],
          ["layers.1", 24],
          ["layers.2", undefined],
        ],
      );
      model.dispose();
    }));

  it("follows a whole sampling run, and not what runs beside it", () =>
    withoutLeaks(async () => {
      const model = mlp({ dim: 2, width: 8, rng: random(1) });
      const draw = async () => {
        for await (const _ of sample(model, { schedule, sampler: ddim, steps: 4, count: 1, rng: random(1) }));
      };
      const [{ activations }] = await Promise.all([
        trace(draw, { only: (name) => name === "output" }),
        draw(),
      ]);
      assert.equal(activations.length, 4);
      model.dispose();
    }));

  it("frees what it kept when the run fails", () =>
    withoutLeaks(async () => {
      await assert.rejects(
        trace(() => {
          tf.tidy(() => {
            mark("a", tf.tensor([1, 2]));
          });
          throw new Error("no");
        }),
        /no/,
      );
    }));

  it("sees marks inside a gradient", () =>
    withoutLeaks(async () => {
      const x = tf.tensor([2, 3]);
      const square = (x: tf.Tensor) => tf.sum(mark("square", tf.square(x)));
      const { result, activations } = await trace(() => tf.grad(square)(x), { rows: 2 });
      assert.deepEqual([...(await result.data())], [4, 6]);
      assert.deepEqual([...(activations[0].values?.data ?? [])], [4, 9]);
      tf.dispose([x, result]);
    }));
});
