import assert from "node:assert/strict";
import fc from "fast-check";
import {
  collect,
  halfSubsets,
  leaveOneOut,
  leaveOneOutSubsets,
  linearDatamodellingScore,
  type Points,
  random,
  rankCorrelation,
  retrain,
  similarity,
  tracIn,
  trak,
} from "../../../lib/index.ts";

const points = (rows: number[][]): Points => ({
  data: Float64Array.from(rows.flat()),
  count: rows.length,
  dim: rows[0].length,
});
const normalRows = (count: number, dim: number, seed: number) => {
  const rng = random(seed);
  return Array.from({ length: count }, () => [...rng.normal(dim)]);
};
const dot = (a: number[], b: number[]) => a.reduce((sum, value, at) => sum + value * b[at], 0);

function close(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(found.length, expected.length);
  for (let at = 0; at < found.length; at++)
    assert.ok(
      Math.abs(found[at] - expected[at]) <= tolerance * Math.max(1, Math.abs(expected[at])),
      `at ${at}: ${found[at]}, expected ${expected[at]}`,
    );
}

/** Ridge regression by Gauss and Jordan, independent of the library's solver: (XᵀX + λI)⁻¹ Xᵀy. */
function ridge(x: number[][], y: number[], lambda: number): number[] {
  const dim = x[0].length;
  const system = Array.from({ length: dim }, (_, i) => [
    ...Array.from(
      { length: dim },
      (_, j) => x.reduce((sum, row) => sum + row[i] * row[j], 0) + (i === j ? lambda : 0),
    ),
    x.reduce((sum, row, at) => sum + row[i] * y[at], 0),
  ]);
  for (let pivot = 0; pivot < dim; pivot++)
    for (let row = 0; row < dim; row++) {
      if (row === pivot) continue;
      const factor = system[row][pivot] / system[pivot][pivot];
      for (let at = pivot; at <= dim; at++) system[row][at] -= factor * system[pivot][at];
    }
  return system.map((row, at) => row[dim] / row[at]);
}

describe("influence in a linear model", () => {
  const [x, targets] = [normalRows(30, 5, 1), normalRows(7, 5, 2)];
  const y = [...random(3).normal(30)];
  const damping = 0.2;
  const lambda = (damping * x.reduce((sum, row) => sum + dot(row, row), 0)) / 30;
  const theta = ridge(x, y, lambda);
  const output = (weights: number[]) => targets.map((row) => dot(row, weights));

  it("trak is leave-one-out by training again, once divided by 1 − leverage", async () => {
    const residuals = x.map((row, at) => y[at] - dot(row, theta));
    const features = { training: points(x), targets: points(targets) };
    const scores = trak([features], { damping, weights: residuals });
    const hat = trak([{ ...features, targets: features.training }], { damping });
    const exact = leaveOneOut(
      output(theta),
      await collect(
        retrain(leaveOneOutSubsets(30), {
          learn: (subset) => {
            const [rows, values] = [subset.map((at) => x[at]), subset.map((at) => y[at])];
            return output(ridge(rows, values, lambda));
          },
          rng: random(4),
        }),
      ),
    );
    const corrected = scores.data.map((score, at) => score / (1 - hat.data[(at % 30) * 31]));
    // The output falls by as much as the row had raised it.
    close(
      corrected,
      exact.data.map((value) => -value),
      1e-10,
    );
  });

  it("trak in kernel form is the form with (ΦᵀΦ + λI)⁻¹", () => {
    const scores = trak([{ training: points(x), targets: points(targets) }], { damping });
    const expected = x.map((_, at) => {
      const unit = x.map((_, other) => Number(other === at));
      return output(ridge(x, unit, lambda));
    });
    close(
      scores.data,
      targets.flatMap((_, target) => expected.map((values) => values[target])),
      1e-10,
    );
  });

  it("trak of several models is the mean of theirs", () => {
    const models = [5, 6].map((seed) => ({
      training: points(normalRows(6, 4, seed)),
      targets: points(normalRows(3, 4, seed + 10)),
    }));
    const [a, b] = models.map((model) => trak([model]).data);
    close(
      trak(models).data,
      a.map((value, at) => (value + b[at]) / 2),
      1e-12,
    );
  });

  it("tracIn adds up to what small steps on each row did to a target's loss", () => {
    const rate = 1e-4;
    const gradient = (row: number[], value: number, weights: number[]) =>
      row.map((v) => 2 * (dot(row, weights) - value) * v);
    const loss = (weights: number[]) => targets.map((row) => dot(row, weights) ** 2);
    let weights = [1, -1, 0.5, 2, 0];
    const start = loss(weights);
    const checkpoints = [];
    for (let step = 0; step < 20; step++) {
      const training = x.map((row, at) => gradient(row, y[at], weights));
      const held = targets.map((row) => gradient(row, 0, weights));
      checkpoints.push({ training: points(training), targets: points(held), rate });
      for (const slope of training) weights = weights.map((w, at) => w - rate * slope[at]);
    }
    const scores = [...tracIn(checkpoints).data];
    const fallen = loss(weights).map((value, at) => start[at] - value);
    const added = targets.map((_, at) => scores.slice(at * 30, (at + 1) * 30).reduce((a, b) => a + b));
    for (const [at, value] of fallen.entries())
      assert.ok(Math.abs(added[at] - value) < 0.02 * Math.abs(value) + 2e-3, `${added[at]}, ${value}`);
  });

  it("trak says that two equal rows leave nothing to divide by without damping", () => {
    const twice = points([
      [1, 2],
      [1, 2],
    ]);
    assert.throws(
      () => trak([{ training: twice, targets: twice }], { damping: 0 }),
      /^RangeError: Cannot solve: the matrix is singular at row 1; are two training rows the same\?/,
    );
    assert.throws(() => trak([]), /^ShapeError: Cannot estimate influence: there are no gradients$/);
  });
});

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
