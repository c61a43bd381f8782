import assert from "node:assert/strict";
import { countParameters, mlp, random, selectBackend, summary, unet, unetPlan } from "../../../lib/index.ts";
import { withoutLeaks } from "../without-leaks.ts";

describe("summary()", () => {
  before(() => selectBackend());

  it("has a row for each layer and the exact totals", () =>
    withoutLeaks(() => {
      const model = mlp({ dim: 2, width: 8, layers: 2, timeWidth: 4, rng: random(1) });
      assert.deepEqual(summary(model), {
        rows: [
          { layer: "layers.0", shapes: { weight: [6, 8], bias: [8] }, parameters: 56 },
          { layer: "layers.1", shapes: { weight: [8, 8], bias: [8] }, parameters: 72 },
          { layer: "output", shapes: { weight: [8, 2], bias: [2] }, parameters: 18 },
        ],
        parameters: 146,
        bytes: 584,
      });
      assert.deepEqual(summary(model.parameters), summary(model));
      model.dispose();
    }));

  it("of a configuration alone is that of the built model", () =>
    withoutLeaks(() => {
      const config = { image: [16, 16, 3], channels: [32, 64, 64], text: ["a", "red", "circle"] } as const;
      const model = unet({ ...config, rng: random(1) });
      assert.deepEqual(summary(unetPlan(config)), summary(model));
      assert.equal(summary(model).parameters, countParameters(model.parameters));
      model.dispose();
    }));

  it("can be of larger parts", () => {
    const plan = unetPlan({ image: [16, 16, 3], channels: [32, 64] });
    const { rows, parameters } = summary(plan, { depth: 1 });
    assert.deepEqual(
      rows.map(({ layer }) => layer),
      ["time", "input", "down", "middle", "up", "norm", "output"],
    );
    assert.equal(
      rows.reduce((sum, row) => sum + row.parameters, 0),
      parameters,
    );
    assert.throws(() => summary(plan, { depth: 0 }), RangeError);
  });
});
