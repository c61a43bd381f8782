import assert from "node:assert/strict";
import {
  collect,
  leaveOneOut,
  leaveOneOutSubsets,
  random,
  retrain,
  tracIn,
  trak,
} from "../../../lib/index.ts";
import { close, dot, normalRows, points } from "./influence-points.ts";

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
