import assert from "node:assert/strict";
import {
  cmmd,
  frechetDistance,
  type Gaussian,
  kernelDistance,
  meanDiscrepancy,
  type Points,
  random,
  similarity,
  slicedWasserstein,
} from "../../../lib/index.ts";
import { line, near, normal, points } from "./distance-points.ts";

const gaussian = (mean: number[], covariance: number[]): Gaussian => ({
  mean: Float64Array.from(mean),
  covariance: Float64Array.from(covariance),
});

describe("frechetDistance", () => {
  it("has the closed form of two normal distributions", () => {
    near(frechetDistance(gaussian([0, 0], [1, 0, 0, 4]), gaussian([3, 4], [9, 0, 0, 4])), 25 + 4, 1e-12);
  });

  it("has the figure of scipy's sqrtm where covariances do not commute", () => {
    const one = gaussian([0, 0, 0], [2, 0.5, 0.1, 0.5, 1, 0.3, 0.1, 0.3, 0.7]);
    const other = gaussian([1, 0, -1], [1, -0.2, 0.4, -0.2, 3, 0.1, 0.4, 0.1, 0.9]);
    near(frechetDistance(one, other), 3.023835459997339, 1e-10);
    near(frechetDistance(other, one), 3.023835459997339, 1e-10);
    near(frechetDistance(one, one), 0, 1e-12);
  });

  it("takes mean and unbiased covariance from rows", () => {
    // Means 1 and 4, variances 2 and 8.
    near(frechetDistance(line(0, 2), line(2, 6)), 9 + (Math.sqrt(8) - Math.sqrt(2)) ** 2, 1e-12);
  });

  it("has, for real against real, a floor that halves as the rows double", () => {
    const rng = random(3);
    const floor = (count: number) => frechetDistance(normal(count, 16, rng), normal(count, 16, rng));
    const [few, many] = [256, 512].map((count) => (floor(count) + floor(count) + floor(count)) / 3);
    assert.ok(few / many > 1.5 && few / many < 2.6, `${few} and ${many}`);
  });

  it("refuses one row, 65 dimensions, NaN and other sizes, with the reason", () => {
    assert.throws(() => frechetDistance(line(1), line(1, 2)), /real must have 2 rows or more, got 1/);
    assert.throws(() => frechetDistance(normal(70, 65), normal(70, 65)), /at most 64 dimensions, got 65/);
    assert.throws(
      () => frechetDistance(line(1, 2), line(1, Number.NaN)),
      /samples must hold finite.*NaN at index 1/,
    );
    assert.throws(() => frechetDistance(line(1, 2), normal(4, 2)), {
      name: "ShapeError",
      message: /real has 1 dimensions, but samples have 2/,
    });
    assert.throws(() => frechetDistance({ ...line(1, 2), dim: 2 }, line(1, 2)), /2 × 2 values, got 2/);
  });
});

describe("kernelDistance", () => {
  it("is 0 on average over 200 draws of one source, where the biased form is not", () => {
    const rng = random(11);
    const unbiased: number[] = [];
    const biased: number[] = [];
    for (let draw = 0; draw < 200; draw++) {
      const [x, y] = [normal(32, 4, rng), normal(32, 4, rng)];
      unbiased.push(kernelDistance(x, y, { blocks: 2 }).value);
      const k = (a: Points, b: Points) =>
        Array.from(similarity(a, b).data).reduce((sum, dot) => sum + (dot / 4 + 1) ** 3, 0) /
        (a.count * b.count);
      biased.push(k(x, x) + k(y, y) - 2 * k(x, y));
    }
    const score = (values: number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
      return mean / Math.sqrt(variance / values.length);
    };
    assert.ok(Math.abs(score(unbiased)) < 3, `${score(unbiased)} standard errors from 0`);
    assert.ok(score(biased) > 10, `${score(biased)} standard errors from 0`);
  });

  it("has an error that says how far it is from 0 by chance", () => {
    const rng = random(12);
    const scores = Array.from({ length: 100 }, () => {
      const { value, error } = kernelDistance(normal(128, 4, rng), normal(128, 4, rng));
      return value / error;
    });
    const within = scores.filter((score) => Math.abs(score) < 2).length;
    assert.ok(within > 80, `${within} of 100 within two errors of 0`);
  });

  it("has the expectation of its closed form", () => {
    // E k(x, x') for x ~ N(0, 1) and x' ~ N(m, 1): E (xx' + 1)³ = 1 + 3 E x² E x'² = 4 + 3m² when E x = 0.
    // With itself 4, of N(m, 1) with itself 1 + 3m² + 3(1 + m²)² + (m³ + 3m)².
    const m = 0.5;
    const own = 1 + 3 * m ** 2 + 3 * (1 + m ** 2) ** 2 + (m ** 3 + 3 * m) ** 2;
    const expected = 4 + own - 2 * (4 + 3 * m ** 2);
    const rng = random(13);
    const values = Array.from({ length: 40 }, () => {
      const y = normal(400, 1, rng);
      return kernelDistance(normal(400, 1, rng), { ...y, data: y.data.map((value) => value + m) }).value;
    });
    const mean = values.reduce((sum, value) => sum + value, 0) / 40;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 39);
    near(mean, expected, (3 * deviation) / Math.sqrt(40));
    assert.ok(deviation / Math.sqrt(40) < 0.1 * expected, "precise enough to tell");
  });
});

describe("cmmd and meanDiscrepancy", () => {
  it("have their closed forms for single places", () => {
    const [east, north] = [
      points([
        [2, 0],
        [2, 0],
      ]),
      points([
        [0, 5],
        [0, 5],
      ]),
    ];
    near(cmmd(east, north), 1000 * (2 - 2 * Math.exp(-2 / 200)), 1e-9);
    near(meanDiscrepancy(line(0, 0), line(3, 3), { bandwidth: 2 }), 2 - 2 * Math.exp(-9 / 8), 1e-12);
  });

  it("refuses features that are all zeros", () => {
    assert.throws(
      () =>
        cmmd(
          points([
            [0, 0],
            [1, 0],
          ]),
          points([
            [1, 0],
            [1, 0],
          ]),
        ),
      /real has only zeros in row 0/,
    );
  });
});

describe("slicedWasserstein", () => {
  it("is |v|/√dim for a shift by v, and 0 for another order of rows", () => {
    const rng = random(6);
    const here = normal(64, 3, rng);
    const there = { ...here, data: here.data.map((value, at) => value + [3, 0, 4][at % 3]) };
    near(slicedWasserstein(here, there, { rng, projections: 4000 }), 5 / Math.sqrt(3), 0.05);
    near(slicedWasserstein(line(1, 2, 3), line(3, 1, 2), { rng }), 0, 1e-12);
    assert.throws(() => slicedWasserstein(line(1, 2), line(1, 2, 3), { rng }), /as many rows, got 2 and 3/);
  });
});
