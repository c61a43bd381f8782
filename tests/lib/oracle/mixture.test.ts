import assert from "node:assert/strict";
import fc from "fast-check";
import { combine } from "../../../lib/core/combine.ts";
import type { Points } from "../../../lib/core/points.ts";
import { random } from "../../../lib/core/random.ts";
import { mixture } from "../../../lib/oracle/mixture.ts";
import { levelAt } from "../../../lib/schedule/level.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { assertClose } from "../golden.ts";
import { normalPoints, pointsOf, truth } from "../points.ts";

describe("mixture()", () => {
  it("denoises to the numbers of the table", () => {
    assertClose(truth.denoise(pointsOf([0, 0]), 1).data, [-0.265761281755, 0.323995153765], {
      absolute: 1e-12,
    });
    assertClose(truth.denoise(pointsOf([1, 1]), 0.5).data, [1.000227414022, 1.366046379532], {
      absolute: 1e-12,
    });
  });

  it("has score (D − x)/σ², the gradient of its log-density", () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0.2, max: 5, noNaN: true }), (seed, sigma) => {
        const x = normalPoints(3, 2, seed);
        const score = truth.score(x, sigma);
        const byDenoiser = combine([1 / sigma ** 2, truth.denoise(x, sigma)], [-1 / sigma ** 2, x]);
        assertClose(score.data, byDenoiser.data, { absolute: 1e-11 });
        const step = 1e-5;
        const nudged = (axis: number, by: number): Points => ({
          ...x,
          data: Float64Array.from(x.data, (v, i) => (i % 2 === axis ? v + by : v)),
        });
        for (const axis of [0, 1]) {
          const [up, down] = [
            truth.density(nudged(axis, step), sigma),
            truth.density(nudged(axis, -step), sigma),
          ];
          const slopes = Array.from(up, (value, row) => Math.log(value / down[row]) / (2 * step));
          assertClose(
            [0, 1, 2].map((row) => score.data[2 * row + axis]),
            slopes,
            { absolute: 1e-6, relative: 1e-6 },
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it("is the same denoiser in every scale of x", () => {
    const x = normalPoints(4, 2, 1);
    const level = levelAt(linearSchedule(), 300);
    const scaled = truth.denoise(combine([1 / level.a, x]), level.sigma);
    assertClose(truth.predict(x, level).data, scaled.data, { absolute: 1e-12 });
  });

  it("knows nothing at pure noise, and everything without noise", () => {
    const x = pointsOf([0.3, 4]);
    assertClose(truth.predict(x, { a: 0, s: 1 }).data, [-0.5 * 2 + 0.3 + 0.3, 0.45 - 0.3], {
      absolute: 1e-12,
    });
    assertClose(truth.denoise(x, 0).data, x.data, { absolute: 1e-12 });
    assertClose(truth.denoise(pointsOf([900, -900]), 0.01).data, [900, -900], { relative: 1e-3 });
  });

  it("gives for a batch the rows of its singles, and float32 for float32", () => {
    const x = normalPoints(5, 2, 2);
    const singles = [0, 1, 2, 3, 4].flatMap((row) => [
      ...truth.denoise({ data: x.data.slice(2 * row, 2 * row + 2), count: 1, dim: 2 }, 0.7).data,
    ]);
    assert.deepEqual([...truth.denoise(x, 0.7).data], singles);
    assert.ok(truth.denoise({ ...x, data: Float32Array.from(x.data) }, 0.7).data instanceof Float32Array);
  });

  it("has a density that a sum over a grid brings to 1, with and without noise", () => {
    const side = 161;
    const at = (i: number) => -8 + (16 * i) / (side - 1);
    const grid: Points = {
      data: Float64Array.from({ length: side * side * 2 }, (_, i) =>
        at(i % 2 ? Math.floor(i / 2) % side : Math.floor(i / 2 / side)),
      ),
      count: side * side,
      dim: 2,
    };
    for (const sigma of [0, 0.8])
      assertClose([truth.density(grid, sigma).reduce((sum, value) => sum + value, 0) * 0.01], [1], {
        absolute: 1e-9,
      });
  });

  it("has a posterior that is a mixture with the denoiser's mean", () => {
    const x = pointsOf([0, 0], [1, 1]);
    const beliefs = truth.posterior(x, 1);
    const { data } = truth.denoise(x, 1);
    beliefs.forEach((belief, row) => {
      const { data: draws } = mixture(belief).draw(40_000, { rng: random(row) });
      for (const axis of [0, 1]) {
        const mean =
          Array.from(draws).reduce((sum, value, i) => sum + (i % 2 === axis ? value : 0), 0) / 40_000;
        assertClose([mean], [data[2 * row + axis]], { absolute: 0.03 });
      }
    });
  });

  it("draws each component as often as its weight says, around its mean", () => {
    const { data, labels } = truth.draw(50_000, { rng: random(4) });
    truth.weights.forEach((weight, k) => {
      const rows = Array.from(labels.keys()).filter((row) => labels[row] === k);
      assertClose([rows.length / 50_000], [weight], { absolute: 0.01 });
      const mean = (f: (row: number) => number) => rows.reduce((sum, row) => sum + f(row), 0) / rows.length;
      assertClose([mean((row) => data[2 * row]), mean((row) => data[2 * row + 1])], truth.means[k], {
        absolute: 0.02,
      });
      const variance = mean((row) => (data[2 * row] - truth.means[k][0]) ** 2);
      assertClose([Math.sqrt(variance)], [truth.deviations[k]], { absolute: 0.02 });
    });
    assert.ok(truth.draw(50, { rng: random(4), label: 2 }).labels.every((label) => label === 2));
  });

  it("denoises one class where a label is given, one per row too", () => {
    const x = pointsOf([0, 0], [0, 0]);
    const single = mixture({ weights: [1], means: [[1, 1.5]], deviations: [0.3] });
    assertClose(truth.denoise(x, 1, 1).data, single.denoise(x, 1).data, { absolute: 1e-14 });
    const mixed = truth.denoise(x, 1, [1, 0]).data;
    assertClose(mixed.slice(0, 2), single.denoise(pointsOf([0, 0]), 1).data, { absolute: 1e-14 });
    assert.notEqual(mixed[2], mixed[0]);
  });

  it("has a perfect classifier: unconditional score and its gradient are the conditional score", () => {
    const x = normalPoints(3, 2, 5);
    const level = levelAt(linearSchedule(), 200);
    const sigma = level.sigma;
    const clean = combine([1 / level.a, x]);
    const sum = combine([level.a, truth.classify(x, level, 2)], [1, truth.score(clean, sigma)]);
    assertClose(sum.data, truth.score(clean, sigma, 2).data, { absolute: 1e-11 });
  });

  it("says what is wrong with its lists, its points and its numbers", () => {
    assert.throws(
      () => mixture({ weights: [], means: [], deviations: [] }),
      /^ShapeError: Cannot make a mixture/,
    );
    assert.throws(() => mixture({ weights: [1, 1], means: [[0]], deviations: [1, 1] }), /got 2, 1 and 2/);
    assert.throws(
      () => mixture({ weights: [1], means: [[0]], deviations: [0] }),
      /deviations\[0\] must be a number above 0, got 0/,
    );
    assert.throws(
      () => mixture({ weights: [1, 2], means: [[0], [1, 2]], deviations: [1, 1] }),
      /^ShapeError: Cannot use means\[1\]/,
    );
    assert.throws(
      () => truth.denoise(pointsOf([1, 2, 3]), 1),
      /^ShapeError: Cannot use x: expected axes \[count, dim\], got shape \[1, 3\]/,
    );
    assert.throws(
      () => truth.denoise(pointsOf([0, 0], [0, 0]), 1, [1]),
      /^ShapeError: Cannot denoise: label must be one number or one for each row, got 1 for 2 rows$/,
    );
    assert.throws(() => truth.denoise(pointsOf([1, 2]), -1), /sigma must be a number from 0, got -1/);
    assert.throws(
      () => truth.denoise(pointsOf([1, Number.NaN]), 1),
      /^RangeError: Cannot denoise: x must hold finite numbers, got NaN at index 1$/,
    );
    assert.throws(() => truth.denoise(pointsOf([1, 2]), 1, 3), /label must be an integer from 0 to 2, got 3/);
  });
});
