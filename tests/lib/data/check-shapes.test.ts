import assert from "node:assert/strict";
import { checkShapes, loadDataset, pickImages, random } from "../../../lib/index.ts";
import { noisy } from "./planted.ts";

describe("checkShapes under noise", () => {
  // A small circle and a small square differ by a few pixels' corners; noise of 32 levels makes about one picture in two
  // thousand more likely under the wrong one, whatever looks at it.
  it("checkShapes is right on 99.5 % of 16-pixel pictures at σ = 32/255, and mistakes only a small shape's kind", async () => {
    const shapes = await loadDataset("shapes", { size: 16, styles: ["one-object"], limit: 1000 });
    const rng = random(101);
    let wrong = 0;
    for (let at = 0; at < 1000; at++) {
      const picture = noisy(pickImages(shapes.images, [at]), { sigma: 32, rng });
      const { correct, size, colour, objects } = checkShapes(picture, shapes.captions[at]);
      if (correct) continue;
      wrong++;
      assert.ok(size && colour && objects && shapes.captions[at].includes("small"), shapes.captions[at]);
    }
    assert.ok(wrong <= 5, `${wrong} of 1000 are wrong`);
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
