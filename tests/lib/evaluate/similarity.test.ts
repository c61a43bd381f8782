import assert from "node:assert/strict";
import fc from "fast-check";
import {
  collect,
  halfSubsets,
  linearDatamodellingScore,
  random,
  rankCorrelation,
  retrain,
  similarity,
} from "../../../lib/index.ts";
import { close, dot, normalRows, points } from "./influence-points.ts";

describe("similarity", () => {
  it("similarity is what the definitions say, for sizes that fill no tile", () => {
    for (const [count, dim] of [
      [1, 1],
      [3, 5],
      [6, 7],
    ]) {
      const [a, b] = [normalRows(count, dim, 7), normalRows(count + 2, dim, 8)];
      const all = (formula: (x: number[], y: number[]) => number) =>
        a.flatMap((x) => b.map((y) => formula(x, y)));
      const measured = (measure: "dot" | "cosine" | "distance") =>
        similarity(points(a), points(b), measure).data;
      close(measured("dot"), all(dot), 1e-12);
      close(
        measured("cosine"),
        all((x, y) => dot(x, y) / Math.hypot(...x) / Math.hypot(...y)),
        1e-12,
      );
      close(
        measured("distance"),
        all((x, y) => -Math.hypot(...x.map((value, at) => value - y[at]))),
        1e-7,
      );
    }
  });

  it("similarity refuses rows of different lengths", () => {
    assert.throws(
      () => similarity(points([[1, 2]]), points([[1]])),
      /^ShapeError: Cannot compare rows: targets have 2 values each, but training has 1$/,
    );
  });
});

describe("rankCorrelation", () => {
  it("rankCorrelation is 1 − 6 Σd²/(n³ − n) where no values are equal", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), fc.integer({ min: 0 }), (count, seed) => {
        const rng = random(seed);
        const order = rng.shuffle(Array.from({ length: count }, (_, at) => at));
        const squares = order.reduce((sum, rank, at) => sum + (rank - at) ** 2, 0);
        const found = rankCorrelation(
          order.map((rank) => Math.exp(rank / 10)),
          order.map((_, at) => at ** 3),
        );
        assert.ok(Math.abs(found - (1 - (6 * squares) / (count ** 3 - count))) < 1e-12);
      }),
    );
  });

  it("rankCorrelation shares the ranks of equal values, as scipy's spearmanr does", () => {
    // scipy.stats.spearmanr([1, 2, 2, 3, 5], [4, 1, 3, 3, 9]).statistic
    assert.ok(Math.abs(rankCorrelation([1, 2, 2, 3, 5], [4, 1, 3, 3, 9]) - 0.2894736842105263) < 1e-12);
    assert.equal(rankCorrelation([1, 1, 1], [1, 2, 3]), 0);
  });
});

describe("linearDatamodellingScore", () => {
  const worth = normalRows(4, 40, 9);
  const rng = random(10);
  const learn = (subset: readonly number[]) =>
    worth.map((row) => -subset.reduce((sum, at) => sum + row[at], 0));

  it("linearDatamodellingScore is 1 for true worths, −1 for their opposites, near 0 for chance", async () => {
    const retrained = await collect(retrain(halfSubsets(40, { subsets: 300, rng }), { learn, rng }));
    const scoreOf = (rows: number[][]) => linearDatamodellingScore(points(rows), retrained).mean;
    assert.ok(Math.abs(scoreOf(worth) - 1) < 1e-12);
    assert.ok(Math.abs(scoreOf(worth.map((row) => row.map((value) => -value))) + 1) < 1e-12);
    assert.ok(Math.abs(scoreOf(normalRows(4, 40, 11))) < 0.2);
  });

  it("retrain gives each seed's stream to every subset, and means over seeds", async () => {
    const draws: number[] = [];
    const count = (_: readonly number[], own: { uniform(): number }) => {
      draws.push(own.uniform());
      return [draws.at(-1)!];
    };
    const [a, b] = await collect(
      retrain(halfSubsets(4, { subsets: 2, rng }), { learn: count, seeds: 2, rng }),
    );
    assert.deepEqual(draws.slice(0, 2), draws.slice(2));
    assert.notEqual(draws[0], draws[1]);
    assert.ok(Math.abs(a.losses[0] - (draws[0] + draws[1]) / 2) < 1e-15);
    assert.deepEqual(b.losses, a.losses);
  });

  it("retrain stops at break and at its signal", async () => {
    const controller = new AbortController();
    const subsets = halfSubsets(10, { subsets: 5, rng });
    let models = 0;
    const counted = () => {
      models++;
      return [0];
    };
    await assert.rejects(async () => {
      for await (const { index } of retrain(subsets, { learn: counted, rng, signal: controller.signal }))
        if (index === 1) controller.abort(new Error("enough"));
    }, /^Error: enough$/);
    for await (const _ of retrain(subsets, { learn: counted, rng })) break;
    assert.equal(models, 3);
  });

  it("halfSubsets draws halves in which every row is equally often", () => {
    const subsets = halfSubsets(20, { subsets: 2000, rng });
    assert.ok(subsets.every((subset) => new Set(subset).size === 10));
    for (let row = 0; row < 20; row++) {
      const share = subsets.filter((subset) => subset.includes(row)).length / 2000;
      assert.ok(Math.abs(share - 0.5) < 0.05, `row ${row}: ${share}`);
    }
  });
});
