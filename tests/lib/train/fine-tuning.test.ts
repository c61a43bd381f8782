import assert from "node:assert/strict";
import { random } from "../../../lib/core/random.ts";
import { mlp } from "../../../lib/model/mlp.ts";
import { countParameters } from "../../../lib/model/parameters.ts";
import { textualInversion } from "../../../lib/train/textual-inversion.ts";
import { train } from "../../../lib/train/train.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { level, pictures, smallUnet } from "./small-unet.ts";
import { exact, points, schedule, valuesOf } from "./train-small.ts";

describe("textualInversion", () => {
  it("trains one row alone, starts as the word it is like, and forgets nothing", async () => {
    const base = smallUnet();
    const before = await valuesOf(base.parameters);
    await withoutLeaks(async () => {
      const taught = textualInversion(base, { word: "ada", like: "circle" });
      assert.equal(countParameters(taught.parameters), 64);
      const ask = async (model: typeof taught, text: string) =>
        model.predict(pictures, level, await model.embed!(Array(6).fill(text)));
      assert.deepEqual(await ask(taught, "red ada"), await ask(taught, "red circle"));
      const known = await ask(taught, "green circle");
      const rng = random(4);
      const own = { images: pictures, captions: Array<string>(6).fill("ada") };
      for await (const _ of train(taught, own, {
        schedule,
        target: "v",
        steps: 5,
        batch: 6,
        rate: 0.1,
        rng,
      }));
      assert.notDeepEqual(await ask(taught, "red ada"), await ask(taught, "red circle"));
      assert.deepEqual(await ask(taught, "green circle"), known);
      taught.dispose();
    });
    assert.deepEqual(await valuesOf(base.parameters), before);
    assert.throws(
      () => textualInversion(base, { word: "red", like: "green" }),
      /the model knows "red" already/,
    );
    const dumb = mlp({ dim: 2, rng: random(1) });
    assert.throws(() => textualInversion(dumb, { word: "a", like: "b" }), /the model reads no texts/);
    dumb.dispose();
    base.dispose();
  });
});

describe("a prior", () => {
  it("counts its own mean loss beside that of the data", async () => {
    const parts: number[][] = [];
    const run = async (weight: number) => {
      const rng = random(1);
      const model = mlp({ dim: 2, width: 8, rng });
      const prior = { data: points(40), weight, batch: 5 };
      for await (const { loss, perRow } of train(model, exact, {
        schedule,
        steps: 1,
        batch: 10,
        rng,
        prior,
      })) {
        const mean = (list: Float32Array) => list.reduce((sum, value) => sum + value, 0) / list.length;
        parts.push([loss, mean(perRow.loss.subarray(0, 10)), mean(perRow.loss.subarray(10))]);
        assert.equal(perRow.loss.length, 15);
      }
      model.dispose();
    };
    await run(1);
    await run(0.25);
    const [[whole, own, prior], [less]] = parts;
    assert.ok(Math.abs(whole - (own + prior)) < 1e-6);
    assert.ok(Math.abs(less - (own + 0.25 * prior)) < 1e-6);
  });
});
