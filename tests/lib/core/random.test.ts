import assert from "node:assert/strict";
import fc from "fast-check";
import { random } from "../../../lib/core/random.ts";
import { xoshiro128 } from "../../../lib/core/xoshiro.ts";
import { golden } from "../golden.ts";

interface TorchRandom {
  randn: { seed: number; counts: number[]; values: number[][] }[];
  rand: { seed: number; values: number[] };
  randint: { seed: number; limit: number; values: number[] }[];
  randperm: { seed: number; values: number[] };
  bits: { seed: number; count: number; sum: number };
}

describe("random(seed, { like: 'torch' })", () => {
  const torch = golden<TorchRandom>("torch-random.json");

  for (const { seed, counts, values } of torch.randn)
    it(`draws torch.randn of ${counts.join(", then ")} with seed ${seed}, bit for bit`, () => {
      const rng = random(seed, { like: "torch" });
      assert.deepEqual(
        counts.map((count) => [...rng.normal(count)]),
        values,
      );
    });

  it("draws 100,000 normal numbers bit for bit", () => {
    const { seed, count, sum } = torch.bits;
    const words = new Uint32Array(Float32Array.from(random(seed, { like: "torch" }).normal(count)).buffer);
    assert.equal(
      words.reduce((total, word) => (total + word) % 2 ** 32, 0),
      sum,
    );
  });

  it("draws torch.rand, torch.randint and torch.randperm", () => {
    const { rand, randint, randperm } = torch;
    assert.deepEqual([...random(rand.seed, { like: "torch" }).uniform(20)], rand.values);
    for (const { seed, limit, values } of randint)
      assert.deepEqual([...random(seed, { like: "torch" }).integer(limit, values.length)], values);
    const items = Array.from({ length: randperm.values.length }, (_, index) => index);
    assert.deepEqual(random(randperm.seed, { like: "torch" }).shuffle(items), randperm.values);
  });
});

describe("random(seed)", () => {
  it("gives the same numbers for the same seed, and others for another", () => {
    assert.deepEqual(random(5).normal(100), random(5).normal(100));
    assert.notDeepEqual(random(5).normal(4), random(6).normal(4));
    assert.notDeepEqual(random(5).normal(4), random(5 + 2 ** 32).normal(4));
  });

  it("goes on from a saved state, in the middle of a pair of normal numbers too", () => {
    for (const like of [undefined, "torch"] as const) {
      const rng = random(3, like && { like });
      rng.normal(5);
      const state = JSON.parse(JSON.stringify(rng.state()));
      const next = [rng.normal(), ...rng.normal(20), ...rng.uniform(3), rng.integer(9)];
      const other = random(4, like && { like });
      other.restore(state);
      assert.deepEqual([other.normal(), ...other.normal(20), ...other.uniform(3), other.integer(9)], next);
    }
    assert.throws(() => random(1).restore(random(1, { like: "torch" }).state()), {
      message: /the state must have 4 words, got 625/,
    });
  });

  it("is the published generator", () => {
    // What the reference C program of Blackman and Vigna prints from the state 1, 2, 3, 4.
    const next = xoshiro128(Uint32Array.of(1, 2, 3, 4));
    assert.deepEqual(
      Array.from({ length: 8 }, next),
      [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849],
    );
  });

  it("draws normal numbers with the moments and tails of N(0, 1)", () => {
    const x = random(1).normal(200_000);
    const moment = (power: number) => x.reduce((sum, value) => sum + value ** power, 0) / x.length;
    assert.ok(Math.abs(moment(1)) < 0.01, `mean ${moment(1)}`);
    assert.ok(Math.abs(moment(2) - 1) < 0.015, `variance ${moment(2)}`);
    assert.ok(Math.abs(moment(3)) < 0.03, `skewness ${moment(3)}`);
    assert.ok(Math.abs(moment(4) - 3) < 0.1, `kurtosis ${moment(4)}`);
  });

  it("draws uniform numbers in [0, 1) that fill it evenly", () => {
    const bins = new Array(20).fill(0);
    for (const value of random(2).uniform(200_000)) bins[Math.floor(value * 20)]++;
    const chiSquare = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    assert.ok(bins.length === 20 && chiSquare < 43.8, `χ² with 19 degrees is ${chiSquare}`); // 99.9 %
  });

  it("draws whole numbers below the limit, each value reached", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 50 }), (seed, limit) => {
        const values = new Set(random(seed).integer(limit, limit * 40));
        return (
          values.size === limit &&
          [...values].every((value) => Number.isInteger(value) && value >= 0 && value < limit)
        );
      }),
    );
  });

  it("shuffles without losing items or changing the list it was given", () => {
    const items = [1, 2, 3, 4, 5, 6, 7, 8];
    const shuffled = random(3).shuffle(items);
    assert.deepEqual(items, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.notDeepEqual(shuffled, items);
    assert.deepEqual([...shuffled].sort(), items);
  });

  it("forks a stream that does not follow its parent", () => {
    const parent = random(9);
    const child = parent.fork();
    const pairs = Array.from({ length: 20_000 }, () => parent.normal() * child.normal());
    assert.ok(Math.abs(pairs.reduce((sum, value) => sum + value, 0) / pairs.length) < 0.03);
    assert.deepEqual(random(9).fork().normal(5), random(9).fork().normal(5));
  });

  it("says what a seed, a limit or a name must be", () => {
    assert.throws(
      () => random(-1),
      /^RangeError: Cannot make random numbers: seed must be an integer from 0 to \d+, got -1$/,
    );
    assert.throws(() => random(0.5), RangeError);
    assert.throws(() => random(0).integer(0), /limit must be an integer from 1 to 4294967296, got 0/);
    assert.throws(() => random(0).normal(-2), /count must be an integer from 0, got -2/);
    assert.throws(() => random(0, { like: "numpy" as "torch" }), /like must be "torch", got "numpy"/);
  });
});
