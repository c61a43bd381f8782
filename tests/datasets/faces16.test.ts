import assert from "node:assert/strict";
import { makeFaces } from "../../datasets/faces16/make.ts";
import { colours } from "../../datasets/faces16/recipe.ts";
import { loadDataset } from "../../lib/index.ts";

describe("datasets/faces16", () => {
  it("makes the shipped pictures and captions again", async () => {
    const count = 128;
    const shipped = await loadDataset("faces16", { limit: count });
    const { rows, sheets } = await makeFaces(count);
    assert.deepEqual(
      rows.map((row) => row.caption),
      shipped.captions,
    );
    assert.deepEqual(
      Array.from(shipped.images.data, (value) => Math.round((value + 1) * 127.5)),
      Array.from(sheets[0].tiles.data),
    );
  });

  it("has no picture twice", async () => {
    const { images } = await loadDataset("faces16");
    const area = 16 * 16 * 3;
    const keys = Array.from({ length: images.count }, (_, i) =>
      Buffer.from(images.data.slice(i * area, (i + 1) * area).buffer).toString("base64"),
    );
    assert.equal(new Set(keys).size, 4096);
  });

  it("names the colour of the background that is in a corner", async () => {
    const { images, attributes } = await loadDataset("faces16");
    const cornerColours = (face: number) =>
      [0, 15, 240, 255].map((pixel) => {
        const at = (face * 256 + pixel) * 3;
        const bytes = Array.from(images.data.slice(at, at + 3), (value) => Math.round((value + 1) * 127.5));
        return Buffer.from(bytes).toString("hex");
      });
    attributes.forEach(({ background }, face) => {
      const [wanted] = colours.background[background as keyof typeof colours.background];
      assert.ok(cornerColours(face).includes(wanted), `face ${face}`);
    });
  });
});
