import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selectBackend } from "../../../lib/core/backend.ts";
import type { Images } from "../../../lib/core/images.ts";
import { random } from "../../../lib/core/random.ts";
import { openSafetensors } from "../../../lib/core/safetensors.ts";
import { tf } from "../../../lib/core/tf.ts";
import { saveModel } from "../../../lib/model/checkpoint.ts";
import { mlp } from "../../../lib/model/mlp.ts";
import { countParameters, namedTensors } from "../../../lib/model/parameters.ts";
import { unetPlan } from "../../../lib/model/unet-plan.ts";
import { type Lora, lora, loraPlan, mergeLoras, withLoras } from "../../../lib/train/lora.ts";
import { diffusersName, loadLora, saveLora } from "../../../lib/train/lora-file.ts";
import { singularValues } from "../../../lib/train/singular-values.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { assertClose } from "../golden.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { apart, learn, level, pictures, prompts, smallUnet } from "./small-unet.ts";
import { valuesOf } from "./train-small.ts";

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
    const view = withLoras(base, [{ lora: one }]);
    await assert.rejects(saveModel(join(tmpdir(), "no-view.safetensors"), view), /got "with-loras"$/);
    await assert.rejects(learn(view, { workers: 2 }), /"with-loras" cannot be made again in another thread/);
    mergeLoras(base, [{ lora: one, weight: 0.5 }]);
    mergeLoras(base, [{ lora: two, weight: 2 }]);
    assertClose((await base.predict(pictures, level, condition)).data, both.data, { absolute: 1e-5 });
    for (const model of [one, two, base]) model.dispose();
  });

  it("is saved with the names of diffusers and of kohya, and read back the same", async () => {
    const folder = temporaryFolder();
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
  });

  it("leaves no tensor where several touch one weight", async () => {
    const base = mlp({ dim: 2, width: 8, layers: 2, rng: random(3) });
    const loras = [1, 2, 3].map((seed) => lora(base, { rank: 2, layers: /weight/, rng: random(seed) }));
    await withoutLeaks(() =>
      mergeLoras(
        base,
        loras.map((own) => ({ lora: own })),
      ),
    );
    for (const model of [...loras, base]) model.dispose();
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
