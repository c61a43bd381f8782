import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selectBackend } from "../../../lib/core/backend.ts";
import type { Images } from "../../../lib/core/images.ts";
import { random } from "../../../lib/core/random.ts";
import { openSafetensors } from "../../../lib/core/safetensors.ts";
import { tf } from "../../../lib/core/tf.ts";
import { mlp } from "../../../lib/model/mlp.ts";
import { countParameters, mapTensors, namedTensors } from "../../../lib/model/parameters.ts";
import { unet } from "../../../lib/model/unet.ts";
import { unetPlan } from "../../../lib/model/unet-plan.ts";
import { levelAt } from "../../../lib/schedule/level.ts";
import { frozen } from "../../../lib/train/frozen.ts";
import { type Lora, lora, loraPlan, mergeLoras, withLoras } from "../../../lib/train/lora.ts";
import { diffusersName, loadLora, saveLora } from "../../../lib/train/lora-file.ts";
import { singularValues } from "../../../lib/train/singular-values.ts";
import { textualInversion } from "../../../lib/train/textual-inversion.ts";
import { train } from "../../../lib/train/train.ts";
import { assertClose } from "../golden.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { exact, points, schedule, valuesOf } from "./train-small.ts";

const vocabulary = ["circle", "green", "red"];
const level = levelAt(schedule, 300);

/** A small U-Net whose last layers are not zero, so that every weight matters. */
function smallUnet(seed = 1) {
  const rng = random(seed);
  const model = unet({ image: [4, 4, 3], channels: [8, 8], text: vocabulary, rng });
  const old = model.parameters;
  model.parameters = mapTensors(old, (tensor) =>
    tf.tidy(() =>
      tf.keep(
        tf.add(
          tensor,
          tf.tensor(
            Float32Array.from(rng.normal(tensor.size), (n) => 0.1 * n),
            tensor.shape,
          ),
        ),
      ),
    ),
  );
  for (const [, tensor] of namedTensors(old)) tensor.dispose();
  return model;
}

const pictures: Images = {
  data: Float32Array.from(random(3).normal(6 * 48)),
  count: 6,
  height: 4,
  width: 4,
  channels: 3,
};
const data = { images: pictures, captions: ["red", "green", "red circle", "circle", "green circle", "red"] };
const prompts = data.captions;

async function learn(model: Parameters<typeof train>[0], more: object = {}) {
  const rng = random(9);
  let loss = Number.NaN;
  for await (const step of train(model, data, {
    schedule,
    target: "v",
    steps: 8,
    batch: 6,
    rate: 0.02,
    rng,
    ...more,
  }))
    ({ loss } = step);
  return loss;
}

const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, index) => Math.max(most, Math.abs(value - b[index])), 0);

describe("lora", () => {
  before(() => selectBackend({ prefer: "wasm", threads: 1 }));

  it("has 797,184 parameters at rank 4 on the attention of Stable Diffusion 1.5", () => {
    const plan = unetPlan({
      image: [64, 64, 4],
      channels: [320, 640, 1280, 1280],
      blocks: 2,
      attention: [1, 1, 1, 0],
      heads: 8,
      groups: 32,
      feedForward: 4,
      projection: true,
      skips: "all",
      context: 768,
    });
    assert.equal(countParameters(loraPlan(plan)), 797_184);
    assert.equal(countParameters(loraPlan(plan, { rank: 8 })), 2 * 797_184);
    assert.throws(() => loraPlan(plan, { layers: /nothing/ }), {
      message: "Cannot make adapters: layers must find the name of a weight, got /nothing/",
    });
  });

  it("is the identity at the start, changes by training, and leaves its base alone", async () => {
    const base = smallUnet();
    const before = await valuesOf(base.parameters);
    await withoutLeaks(async () => {
      const adapted = lora(base, { rank: 2, layers: /weight$/, rng: random(2) });
      const condition = await adapted.embed!(prompts);
      const own = await base.predict(pictures, level, condition);
      assert.deepEqual(await adapted.predict(pictures, level, condition), own);
      await learn(adapted);
      assert.ok(apart((await adapted.predict(pictures, level, condition)).data, own.data) > 0.01);
      adapted.dispose();
    });
    assert.deepEqual(await valuesOf(base.parameters), before);
    base.dispose();
  });

  it("changes each weight by a matrix of at most its rank", async () => {
    const base = smallUnet();
    const adapted = lora(base, { rank: 2, alpha: 3, layers: /weight$/, rng: random(2) });
    await learn(adapted);
    const before = new Map<string, Float32Array>();
    for (const [name, tensor] of namedTensors(base.parameters))
      before.set(name, Float32Array.from(await tensor.data()));
    mergeLoras(base, [{ lora: adapted }]);
    for (const name of ["middle.transformer.layers.0.self.q.weight", "input.weight", "time.dense2.weight"]) {
      const merged = namedTensors(base.parameters).find(([known]) => known === name)![1];
      const change = tf.tidy(() => {
        const old = tf.tensor(before.get(name)!, merged.shape);
        return tf.reshape(tf.sub(merged, old), [-1, merged.shape[merged.rank - 1]]);
      });
      const values = await singularValues(change);
      assert.ok(values[1] > 1e-5, `${name}: ${values}`);
      assert.ok(values[2] < 1e-5 * values[0] + 1e-6, `${name}: ${values}`);
      change.dispose();
    }
    adapted.dispose();
    base.dispose();
  });

  it("merged predicts as unmerged, α over r included, and can be taken out again", async () => {
    const base = smallUnet();
    const adapted = lora(base, { rank: 2, alpha: 5, layers: /weight$/, rng: random(2) });
    await learn(adapted);
    const condition = await base.embed!(prompts);
    const start = await base.predict(pictures, level, condition);
    const unmerged = await adapted.predict(pictures, level, condition);
    await withoutLeaks(() => mergeLoras(base, [{ lora: adapted }]));
    assertClose((await base.predict(pictures, level, condition)).data, unmerged.data, { absolute: 1e-5 });
    await withoutLeaks(() => mergeLoras(base, [{ lora: adapted, weight: -1 }]));
    assertClose((await base.predict(pictures, level, condition)).data, start.data, { absolute: 1e-5 });
    adapted.dispose();
    base.dispose();
  });

  it("adds several with weights: 1 and 0 are one alone, a sum is a sum", async () => {
    const base = smallUnet();
    const [one, two] = [2, 5].map((seed) => lora(base, { rank: 2, rng: random(seed) }));
    await learn(one);
    await learn(two, { loss: "min-snr" });
    const condition = await base.embed!(prompts);
    const with_ = (a: number, b: number) => {
      const model = withLoras(base, [
        { lora: one, weight: a },
        { lora: two, weight: b },
      ]);
      return model.predict(pictures, level, condition);
    };
    assertClose((await with_(1, 0)).data, (await one.predict(pictures, level, condition)).data, {
      absolute: 1e-6,
    });
    assertClose((await with_(0, 0)).data, (await base.predict(pictures, level, condition)).data, {
      absolute: 1e-6,
    });
    const both = await with_(0.5, 2);
    mergeLoras(base, [{ lora: one, weight: 0.5 }]);
    mergeLoras(base, [{ lora: two, weight: 2 }]);
    assertClose((await base.predict(pictures, level, condition)).data, both.data, { absolute: 1e-5 });
    for (const model of [one, two, base]) model.dispose();
  });

  it("is saved with the names of diffusers and of kohya, and read back the same", async () => {
    const folder = await mkdtemp(join(tmpdir(), "noisebook-lora-"));
    const base = smallUnet();
    const adapted = lora(base, { rank: 2, alpha: 4, rng: random(2) });
    await learn(adapted);
    const condition = await base.embed!(prompts);
    const expected = await adapted.predict(pictures, level, condition);
    for (const format of ["diffusers", "kohya"] as const) {
      const path = join(folder, `${format}.safetensors`);
      await withoutLeaks(() => saveLora(path, adapted, { format }));
      const file = await openSafetensors(path);
      const name = {
        diffusers: "unet.up_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.lora_A.weight",
        kohya: "lora_unet_up_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight",
      }[format];
      assert.deepEqual(file.tensors.get(name)?.shape, [2, 64]);
      await file.close();
      await withoutLeaks(async () => {
        const same: Lora<Images> = await loadLora(path, base as never, { rng: random(1) });
        const { data } = await same.predict(pictures, level, condition);
        assertClose(data, expected.data, { absolute: 1e-6 });
        assert.equal(same.scale, format === "kohya" ? 2 : 1);
        same.dispose();
      });
      const other = mlp({ dim: 2, rng: random(1) });
      await assert.rejects(
        loadLora(path, other, { rng: random(1) }),
        /it has none for a layer of this model/,
      );
      other.dispose();
    }
    const convolutions = lora(base, { layers: /input\.weight/, rng: random(1) });
    await assert.rejects(saveLora(join(folder, "x"), convolutions), /input.weight is no dense layer's/);
    for (const model of [convolutions, adapted, base]) model.dispose();
    await rm(folder, { recursive: true });
  });

  it("names layers as diffusers does", () => {
    assert.equal(
      diffusersName("middle.transformer.layers.0.cross.out"),
      "mid_block.attentions.0.transformer_blocks.0.attn2.to_out.0",
    );
    assert.equal(
      diffusersName("down.1.blocks.0.transformer.layers.0.feedForward.input"),
      "down_blocks.1.attentions.0.transformer_blocks.0.ff.net.0.proj",
    );
  });
});

describe("singularValues", () => {
  it("are those of a matrix made from them", async () => {
    const rng = random(1);
    // A rotation on each side of a diagonal matrix.
    const turn = (angle: number) => [Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle)];
    const [a, b] = [rng.uniform(), rng.uniform()].map((angle) => tf.tensor2d(turn(angle), [2, 2]));
    const matrix = tf.matMul(tf.matMul(a, tf.tensor2d([5, 0, 0, 0.5], [2, 2])), b);
    assertClose(await singularValues(matrix), [5, 0.5], { relative: 1e-5 });
    const wide = tf.tensor2d(Float32Array.from(rng.normal(12)), [3, 4]);
    const values = await singularValues(wide);
    const squares = tf.sum(tf.square(wide));
    assertClose([values.reduce((sum, value) => sum + value * value, 0)], await squares.data(), {
      relative: 1e-6,
    });
    assertClose(await singularValues(tf.transpose(wide)), values, { relative: 1e-9 });
  });
});

describe("frozen", () => {
  it("parts stay bit by bit, the others learn", async () => {
    const model = smallUnet();
    const named = async () =>
      Promise.all(
        namedTensors(model.parameters).map(
          async ([name, tensor]) => [name, [...(await tensor.data())]] as const,
        ),
      );
    const before = new Map(await named());
    await withoutLeaks(() => learn(frozen(model, /^(down|input|time)\b/)));
    assert.equal(model.predicts, "v");
    for (const [name, values] of await named()) {
      const same = apart(Float64Array.from(values), Float64Array.from(before.get(name)!)) === 0;
      const isFrozen = /^(down|input|time)\b/.test(name);
      if (isFrozen || /transformer|residual\.time|norm/.test(name) === false)
        assert.equal(same, isFrozen, name);
    }
    assert.throws(
      () => frozen(model, /nothing/),
      /the pattern must find some of the parameters' names, \/nothing\/ finds none/,
    );
    model.dispose();
  });
});

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
