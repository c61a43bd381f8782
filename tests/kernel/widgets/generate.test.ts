import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { generate, readModels } from "../../../kernel/widgets/generate.ts";
import { models } from "../../../kernel/widgets/generated-models.ts";

describe("generated-models.ts", () => {
  it("is what generate.ts writes from the installed schema", () => {
    assert.equal(
      readFileSync("kernel/widgets/generated-models.ts", "utf8"),
      generate(readModels()),
      "run npm run generate:widgets",
    );
  });

  it("has every model of the schema, each with all its attributes", () => {
    const schema = readModels();
    assert.equal(schema.length, 68);
    for (const { model, attributes } of schema) {
      const { header, defaults, own } = models[model.name.replace(/Model$/, "") as keyof typeof models];
      assert.deepEqual(
        Object.keys({ ...header, ...defaults, ...own }).sort(),
        attributes.map(({ name }) => name).sort(),
      );
    }
  });

  it("refuses a type it does not know", () => {
    const attribute = { name: "x", type: "planet", default: 0, help: "" };
    const part = { name: "PlanetModel", module: "", version: "" };
    assert.throws(() => generate([{ model: part, view: part, attributes: [attribute] }]), {
      message: "Cannot generate x: its type planet is not known",
    });
  });
});
