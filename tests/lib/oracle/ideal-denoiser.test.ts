import assert from "node:assert/strict";
import fc from "fast-check";
import { collect } from "../../../lib/core/collect.ts";
import type { Images } from "../../../lib/core/images.ts";
import type { Points } from "../../../lib/core/points.ts";
import { random } from "../../../lib/core/random.ts";
import { idealDenoiser } from "../../../lib/oracle/ideal-denoiser.ts";
import { mixture } from "../../../lib/oracle/mixture.ts";
import { heun } from "../../../lib/sample/heun.ts";
import { sample } from "../../../lib/sample/sample.ts";
import { levelAt } from "../../../lib/schedule/level.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { karrasSigmas } from "../../../lib/schedule/sigmas.ts";
import { assertClose } from "../golden.ts";
import { normalPoints, pointsOf } from "../points.ts";

describe("idealDenoiser()", () => {
  const data = normalPoints(50, 2, 1);
  const ideal = idealDenoiser(data);

  it("is a mixture of very narrow components", () => {
    const narrow = mixture({
      weights: new Array(50).fill(1),
      means: Array.from({ length: 50 }, (_, i) => [data.data[2 * i], data.data[2 * i + 1]]),
      deviations: new Array(50).fill(1e-8),
    });
    const x = normalPoints(7, 2, 2);
    for (const sigma of [0.05, 0.5, 5])
      assertClose(ideal.denoise(x, sigma).data, narrow.denoise(x, sigma).data, { absolute: 1e-9 });
    const level = levelAt(linearSchedule(), 400);
    assertClose(ideal.predict(x, level).data, narrow.predict(x, level).data, { absolute: 1e-9 });
  });

  it("gives for a batch the rows of its singles", () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0.01, max: 50, noNaN: true }), (seed, sigma) => {
        const x = normalPoints(4, 2, seed);
        const singles = [0, 1, 2, 3].flatMap((row) => [
          ...ideal.denoise({ data: x.data.slice(2 * row, 2 * row + 2), count: 1, dim: 2 }, sigma).data,
        ]);
        assert.deepEqual([...ideal.denoise(x, sigma).data], singles);
      }),
    );
  });

  it("memorises: every sample is a row of the set", async () => {
    const setup = { sigmas: karrasSigmas({ steps: 20 }), sampler: heun, count: 30, rng: random(3) };
    const end = (await collect(sample(ideal, setup))).at(-1)?.x as Points;
    for (let row = 0; row < 30; row++) {
      const distances = Array.from({ length: 50 }, (_, i) =>
        Math.hypot(end.data[2 * row] - data.data[2 * i], end.data[2 * row + 1] - data.data[2 * i + 1]),
      );
      assert.ok(Math.min(...distances) < 1e-6, `row ${row} is ${Math.min(...distances)} away`);
    }
  });

  it("takes the nearest row without noise, and the mean of all at pure noise", () => {
    assert.deepEqual(
      [...idealDenoiser(pointsOf([0], [10], [11])).denoise(pointsOf([7], [3]), 0).data],
      [10, 0],
    );
    assertClose(idealDenoiser(pointsOf([0], [10])).predict(pointsOf([7]), { a: 0, s: 1 }).data, [5], {
      absolute: 1e-12,
    });
  });

  it("knows classes by their labels", () => {
    const { denoise } = idealDenoiser(pointsOf([0], [10], [20]), { labels: [0, 1, 1] });
    assertClose(denoise(pointsOf([0], [0]), 1000, 1).data, [15, 15], { absolute: 0.01 });
    assertClose(denoise(pointsOf([0], [0]), 1000, [0, 1]).data, [0, 15], { absolute: 0.01 });
    assert.throws(
      () => denoise(pointsOf([0], [0]), 1000, [0]),
      /^ShapeError: Cannot denoise: label must be one number or one for each row, got 1 for 2 rows$/,
    );
    assert.throws(
      () => denoise(pointsOf([0]), 1, 2),
      /^RangeError: Cannot denoise: label must be the class of one of the rows, got 2$/,
    );
  });

  it("works on pictures", () => {
    const pictures: Images = {
      data: Float32Array.of(1, 1, -1, -1),
      count: 2,
      height: 1,
      width: 2,
      channels: 1,
    };
    const x: Images = { ...pictures, data: Float32Array.of(0.5, 0.9), count: 1 };
    assertClose(idealDenoiser(pictures).denoise(x, 0.1).data, [1, 1], { absolute: 1e-6 });
  });

  it("says what is wrong with its set and its points", () => {
    assert.throws(
      () => idealDenoiser({ data: new Float64Array(0), count: 0, dim: 2 }),
      /1 row or more, got 0/,
    );
    assert.throws(() => idealDenoiser(pointsOf([1]), { labels: [] }), /expected 1 labels for 1 rows, got 0/);
    assert.throws(() => ideal.denoise(pointsOf([1, 2, 3]), 1), /^ShapeError: Cannot use x/);
    assert.throws(() => ideal.denoise(pointsOf([Number.NaN, 1]), 1), /x must hold finite numbers/);
  });
});
