import assert from "node:assert/strict";
import { checkShapes, loadDataset, pickImages, random } from "../../../lib/index.ts";
import { noisy } from "./planted.ts";

describe("checkShapes under noise", function () {
  this.timeout(120_000);

  it("checkShapes is right on every 16-pixel picture, clean and at σ = 32/255", async () => {
    const shapes = await loadDataset("shapes", { size: 16, styles: ["one-object"], limit: 2000 });
    const rng = random(101);
    for (let at = 0; at < 2000; at++) {
      const [clean, caption] = [pickImages(shapes.images, [at]), shapes.captions[at]];
      for (const picture of [clean, noisy(clean, { sigma: 32, rng })]) {
        const { correct, found } = checkShapes(picture, caption);
        assert.ok(correct, `${caption}, picture ${at}, is taken for ${found}`);
      }
    }
  });

  it("checkShapes accepts no wrong caption of a noisy picture", async () => {
    const shapes = await loadDataset("shapes", { size: 16, styles: ["one-object"], limit: 400 });
    const rng = random(102);
    for (let at = 0; at < 400; at++) {
      const other = shapes.captions[(at + 1 + rng.integer(399)) % 400];
      if (other === shapes.captions[at]) continue;
      const picture = noisy(pickImages(shapes.images, [at]), { sigma: 32, rng });
      assert.ok(!checkShapes(picture, other).correct, `${shapes.captions[at]} passes for ${other}`);
    }
  });
});
