import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { datasetsFolder } from "../../../lib/data/shipped.ts";
import {
  countParameters,
  datasetNames,
  levelAt,
  linearSchedule,
  loadShippedModel,
  modelCardProblems,
  selectBackend,
  shippedModelCard,
  shippedModelNames,
} from "../../../lib/index.ts";
import { withoutLeaks } from "../without-leaks.ts";

describe("shipped models", () => {
  before(() => selectBackend());

  it("are listed, each with a card, and are no data sets", async () => {
    assert.ok(shippedModelNames().includes("shapes16"));
    assert.ok(!datasetNames().includes("models"));
    for (const name of shippedModelNames()) {
      const card = await shippedModelCard(name);
      assert.deepEqual([card.name, modelCardProblems(card)], [name, []]);
      assert.ok(card.figures.length > 0, `${name} was measured`);
    }
  });

  it("are what their cards say, and small", () =>
    withoutLeaks(async () => {
      let bytes = 0;
      for (const name of shippedModelNames()) {
        const model = await loadShippedModel(name);
        assert.equal(countParameters(model.parameters), (await shippedModelCard(name)).parameters);
        model.dispose();
        const { size } = await stat(join(datasetsFolder(), "models", name, "model.safetensors"));
        assert.ok(size < 5e6, `${name}: ${size}`);
        bytes += size;
      }
      assert.ok(bytes < 10e6, `${bytes} bytes in all`);
    })).timeout(60_000);

  it("have a configuration that a training reads", async () => {
    for (const name of shippedModelNames()) {
      const path = join(datasetsFolder(), "models", name, "config.json");
      const { model, data, steps } = JSON.parse(await readFile(path, "utf8"));
      assert.ok(model.kind && data.name && steps > 0, path);
    }
  });

  it("read words and predict", () =>
    withoutLeaks(async () => {
      const model = await loadShippedModel("shapes16");
      const x = { data: new Float32Array(768), count: 1, height: 16, width: 16, channels: 3 };
      const red = await model.embed!(["a small red circle"]);
      const y = await model.predict(x, levelAt(linearSchedule(), 500), red);
      assert.equal(model.predicts, "v");
      assert.ok(y.data.some((value) => value !== 0));
      model.dispose();
    }));

  it("name what there is when a name is wrong", async () => {
    await assert.rejects(loadShippedModel("shapes" as "shapes16"), {
      name: "RangeError",
      message: /^Cannot load model "shapes": the names are .*shapes16/,
    });
  });
});
