import assert from "node:assert/strict";
import { aesthetics, type Images, random } from "../../../lib/index.ts";

describe("aesthetics", () => {
  const picture = (colours: [number, number, number][], side = 8): Images => ({
    data: Float32Array.from(
      { length: side * side * 3 },
      (_, at) => colours[Math.floor(at / 3) % colours.length][at % 3],
    ),
    count: 1,
    height: side,
    width: side,
    channels: 3,
  });

  it("finds one hue in harmony, and three far ones out of it by their closed form", () => {
    const red = aesthetics(
      picture([
        [1, -1, -1],
        [0.2, -1, -1],
      ]),
    );
    assert.deepEqual(red.harmony[0], { template: "i", degrees: 0 });
    const opposite = aesthetics(
      picture([
        [1, -1, -1],
        [-1, 1, 1],
      ]),
    );
    assert.deepEqual(opposite.harmony[0], { template: "I", degrees: 0 });
    // Best is Y: one of three hues in its narrow sector, the others 60° − 46.8° off its wide one.
    const triad = aesthetics(
      picture(
        [
          [1, -1, -1],
          [-1, 1, -1],
          [-1, -1, 1],
        ],
        9,
      ),
    );
    assert.equal(triad.harmony[0].template, "Y");
    assert.ok(Math.abs(triad.harmony[0].degrees - (2 * 13.2) / 3) < 1e-6);
  });

  it("has Hasler and Süsstrunk's colourfulness of two colours", () => {
    // Red and green: rg = ±255, yb = 127.5 each: √(255²) + 0.3 · 127.5.
    const { colourfulness } = aesthetics(
      picture([
        [1, -1, -1],
        [-1, 1, -1],
      ]),
    );
    assert.ok(Math.abs(colourfulness[0] - (255 + 0.3 * 127.5)) < 1e-3);
  });

  it("counts edges, and bits that noise needs and a blank does not", () => {
    const side = 16;
    const half = Float32Array.from({ length: side * side }, (_, at) => (at % side < 8 ? -1 : 1));
    const noise = Float32Array.from(random(1).uniform(side * side), (value) => 2 * value - 1);
    const data = Float32Array.from([...half, ...noise, ...new Float32Array(side * side)]);
    const { edges, bitsPerPixel } = aesthetics({ data, count: 3, height: side, width: side, channels: 1 });
    assert.equal(edges[0], 2 / 14, "two columns beside the border");
    assert.ok(edges[1] > 0.8 && edges[2] === 0);
    assert.ok(bitsPerPixel[1] > 7.5 && bitsPerPixel[0] < 1 && bitsPerPixel[2] < 0.5);
    assert.throws(
      () => aesthetics({ data: Float32Array.of(Number.NaN), count: 1, height: 1, width: 1, channels: 1 }),
      /NaN/,
    );
  });
});
