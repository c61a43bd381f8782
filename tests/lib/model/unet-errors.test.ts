import assert from "node:assert/strict";
import { levelAt, linearSchedule, random, selectBackend, unet } from "../../../lib/index.ts";
import { withoutLeaks } from "../without-leaks.ts";

const small = { image: [8, 8, 3], channels: [8, 16], groups: 4, heads: 2 } as const;

const vocabulary = ["a", "blue", "circle", "red", "square"];

const level = levelAt(linearSchedule(), 500);

const x = { data: Float32Array.from(random(2).normal(3 * 192)), count: 3, height: 8, width: 8, channels: 3 };

describe("unet(), asked for what it cannot be,", () => {
  before(() => selectBackend());

  it("says what of its configuration does not fit", () => {
    const make = (config: object) => () => unet({ ...small, ...config, rng: random(1) });
    assert.throws(make({ image: [8, 9, 3] }), /multiples of 2, got 9/);
    assert.throws(make({ channels: [8, 18] }), /groups must divide the 18 channels of level 1, got 4/);
    assert.throws(make({ heads: 5 }), /heads must divide the 16 channels of level 1, got 5/);
    assert.throws(make({ attention: [1] }), /attention must have 2 numbers, one for each level, got \[1\]/);
    assert.throws(make({ skips: "some" }), /skips must be "blocks", "all" or "none"/);
    assert.throws(make({ text: vocabulary, classes: 2 }), /give one of text, classes and context/);
  });

  it("says which texts, conditions and pictures do not fit", () =>
    withoutLeaks(async () => {
      const model = unet({ ...small, text: vocabulary, rng: random(1) });
      const embed = model.embed as (texts: string[]) => unknown;
      assert.throws(
        () => embed(["a green circle"]),
        /does not know "green"; it knows a, blue, circle, red, square/,
      );
      assert.throws(() => embed([Array(17).fill("a").join(" ")]), /at most 16 words, got 17/);
      await assert.rejects(
        async () => model.predict(x, level, [Int32Array.of(1)]),
        /condition must have 3 rows, as many as x, got 1/,
      );
      await assert.rejects(
        async () => model.predict(x, level, Int32Array.of(0, 1, 0)),
        /as embed\(\) makes them/,
      );
      await assert.rejects(
        async () => model.predict({ ...x, height: 4, width: 16 }, level),
        /height is 4 instead of 8/,
      );
      model.dispose();
      const free = unet({ ...small, rng: random(1) });
      await assert.rejects(
        async () => free.predict(x, level, Int32Array.of(0, 1, 0)),
        /made without a condition/,
      );
      free.dispose();
      const classes = unet({ ...small, classes: 2, rng: random(1) });
      await assert.rejects(
        async () => classes.predict(x, level, Int32Array.of(0, 1, 2)),
        /condition must be an integer from -1 to 1, got 2/,
      );
      classes.dispose();
    }));
});
