import assert from "node:assert/strict";
import fc from "fast-check";
import {
  distanceToData,
  divergence,
  memorisation,
  mixture,
  neighbours,
  pairwiseDistance,
  random,
  vendiScore,
} from "../../../lib/index.ts";
import { line, near, normal, points } from "./distance-points.ts";

describe("neighbours", () => {
  it("finds what can be counted by hand", () => {
    // Balls with k = 1: real reach 1, 1, 10; samples reach 0.5, 0.5, 99.
    const found = neighbours(line(0, 1, 11), line(0.5, 1, 100), { k: 1, coverageK: 1 });
    assert.deepEqual(found, { precision: 2 / 3, recall: 1, density: 5 / 3, coverage: 1 });
  });

  it("is 1 for the same rows, and tells missing from wrong", () => {
    const rng = random(5);
    const real = normal(200, 3, rng);
    const same = neighbours(real, real);
    assert.deepEqual([same.precision, same.recall, same.coverage], [1, 1, 1]);
    const one = neighbours(real, { ...real, data: real.data.map((_, at) => real.data[at % 3]) });
    assert.ok(one.precision === 1 && one.recall < 0.1, "samples that are all one real row");
    const far = neighbours(real, { ...real, data: real.data.map((value) => value + 50) });
    assert.deepEqual(far, { precision: 0, recall: 0, density: 0, coverage: 0 });
  });

  it("refuses fewer rows than neighbours", () => {
    assert.throws(() => neighbours(line(1, 2, 3), line(1, 2, 3)), /real must have 6 rows or more, got 3/);
  });
});

describe("divergence", () => {
  it("is that of two normal distributions in two dimensions", () => {
    const sample = normal(3000, 2, random(7));
    const deviation = 2;
    const density = Float64Array.from({ length: 3000 }, (_, row) => {
      const square = sample.data[2 * row] ** 2 + sample.data[2 * row + 1] ** 2;
      return Math.exp(-square / (2 * deviation ** 2)) / (2 * Math.PI * deviation ** 2);
    });
    // ½ (2/σ² − 2 + 2 ln σ²)
    near(divergence(sample, density), 1 / deviation ** 2 - 1 + Math.log(deviation ** 2), 0.05);
  });

  it("is 0 for draws from a mixture under its own density", () => {
    const truth = mixture({
      weights: [0.5, 0.5],
      means: [
        [-2, 0],
        [2, 0],
      ],
      deviations: [0.4, 0.6],
    });
    const rng = random(8);
    const data = new Float64Array(3000);
    for (let row = 0; row < 1500; row++) {
      const left = rng.integer(2) === 0;
      const spread = left ? 0.4 : 0.6;
      data.set([(left ? -2 : 2) + spread * rng.normal(), spread * rng.normal()], 2 * row);
    }
    const sample = { data, count: 1500, dim: 2 };
    near(divergence(sample, truth.density(sample)), 0, 0.06);
  });
});

describe("vendiScore", () => {
  const kernelOf = (values: number[]) => {
    const data = values.flatMap((a) => values.map((b) => Math.exp(-Math.abs(a - b))));
    return { data: Float64Array.from(data), count: values.length, dim: values.length };
  };

  it("is 2.9999 for the published example, 1 for copies and n for strangers", () => {
    // The authors' package says 2.9999: 2.999999995877701 before it cuts digits off.
    near(vendiScore(kernelOf([0, 0, 10, 10, 20, 20])), 2.999999995877701, 1e-12);
    near(vendiScore(kernelOf([1, 1, 1])), 1, 1e-9);
    near(vendiScore(kernelOf([0, 1e3, 2e3, 3e3])), 4, 1e-9);
  });

  it("lies from 1 to n and does not change with the order", () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -5, max: 5, noNaN: true }), { minLength: 2, maxLength: 12 }),
        (values) => {
          const score = vendiScore(kernelOf(values));
          assert.ok(score > 1 - 1e-9 && score < values.length + 1e-9);
          near(vendiScore(kernelOf([...values].reverse())), score, 1e-8);
        },
      ),
    );
  });

  it("refuses what is no similarity", () => {
    assert.throws(
      () =>
        vendiScore(
          points([
            [1, 0.5],
            [0.2, 1],
          ]),
        ),
      /symmetric, but is not at row 1, column 0/,
    );
    assert.throws(() => vendiScore(points([[2]])), /must be 1 at row 0/);
    assert.throws(() => vendiScore(points([[1, 0]])), /square, got 1 × 2/);
  });
});

describe("pairwiseDistance", () => {
  it("is the mean over pairs, for pictures and points", () => {
    near(pairwiseDistance(line(0, 1, 3)), 2, 1e-12);
    const images = { data: Float32Array.of(-1, -1, 1, 1), count: 2, height: 1, width: 2, channels: 1 };
    near(pairwiseDistance(images), 2, 1e-12);
    assert.throws(() => pairwiseDistance(line(1)), /2 rows or more, got 1/);
  });
});

describe("memorisation", () => {
  const rng = random(9);
  const training = normal(200, 8, rng);

  it("finds copies with a little noise, and none among held-out rows", () => {
    const copies = { ...training, data: training.data.map((value) => value + 0.01 * rng.normal()) };
    const found = memorisation(copies, { training, heldOut: normal(200, 8, rng) });
    assert.equal(found.samples.copied, 1);
    assert.equal(found.heldOut.copied, 0);
    assert.ok(found.novelty.every((value) => value < 0.05));
    assert.ok(found.heldOut.interval[1] < 0.03);
  });

  it("calls new rows as new as held-out ones", () => {
    const found = memorisation(normal(200, 8, rng), { training, heldOut: normal(200, 8, rng) });
    assert.equal(found.samples.copied, 0);
    near(found.samples.median / found.heldOut.median, 1, 0.15);
  });

  it("refuses held-out rows that were trained on, and other sizes", () => {
    assert.throws(() => memorisation(training, { training, heldOut: training }), /rows that training lacks/);
    assert.throws(
      () => memorisation(line(1), { training, heldOut: training }),
      /have 8 values, but rows of samples have 1/,
    );
  });
});

describe("distanceToData", () => {
  it("puts samples of the same source at the floor, N = 1,024, and others above it", () => {
    const rng = random(10);
    const real = normal(2048, 16, rng);
    const same = distanceToData(real, normal(1024, 16, rng), { name: "toy", rng });
    assert.equal(same.count, 1024);
    assert.equal(same.name, "Fréchet distance in toy features");
    // About (dim² + 3 dim)/(2N) = 0.148 for two sets of 1,024 rows in 16 dimensions.
    near(same.floor.frechet, 0.148, 0.03);
    near(same.samples.frechet, same.floor.frechet, 0.04);
    assert.ok(Math.abs(same.samples.kernel.value) < 3 * same.samples.kernel.error);
    const noise = normal(1024, 16, rng);
    const wide = { ...noise, data: noise.data.map((value) => 1.3 * value) };
    const worse = distanceToData(real, wide, { name: "toy", rng, splits: 1 });
    assert.ok(worse.samples.frechet > 5 * worse.floor.frechet);
    assert.ok(worse.samples.precision < worse.floor.precision);
  });

  it("uses as many rows as both sides have", () => {
    const { count } = distanceToData(normal(30, 2), normal(40, 2), {
      name: "toy",
      rng: random(1),
      splits: 1,
    });
    assert.equal(count, 15);
  });
});
