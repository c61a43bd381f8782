/** What students write by hand in lessons 15 and 16, beside the library and closed forms. */
import assert from "node:assert/strict";
import { exercises as ofData } from "../../lessons/15-data-matters/exercises.ts";
import { exercises } from "../../lessons/16-evaluate-label-release/exercises.ts";
import { balance, cohenKappa, kernelDistance, random, tracIn } from "../../lib/index.ts";

const close = (found: number, expected: number, tolerance = 1e-10) =>
  assert.ok(Math.abs(found - expected) <= tolerance, `${found}, expected ${expected}`);

describe("the solutions of lessons 15 and 16", () => {
  it("have the library's kappa", () => {
    const rng = random(1);
    for (let round = 0; round < 20; round++) {
      const [first, second] = [rng.integer(5, 30), rng.integer(5, 30)].map((scores) => Array.from(scores));
      close(exercises.kappa.solution(first, second), cohenKappa(first, second, { rng, draws: 40 }).value);
    }
  });

  it("have the library's kernel distance", () => {
    const rng = random(2);
    const rowsOf = (count: number) => Array.from({ length: count }, () => Array.from(rng.normal(6)));
    const pointsOf = (rows: number[][]) => ({
      data: Float64Array.from(rows.flat()),
      count: rows.length,
      dim: 6,
    });
    for (let round = 0; round < 5; round++) {
      const [x, y] = [rowsOf(12), rowsOf(12)];
      const { value } = kernelDistance(pointsOf(x), pointsOf(y), { blocks: 2 });
      const byHand = (from: number) =>
        exercises.kernelDistanceByHand.solution(x.slice(from, from + 6), y.slice(from, from + 6));
      close((byHand(0) + byHand(6)) / 2, value);
    }
  });

  it("find the height of a line that is exactly one", () => {
    const counts = [50, 100, 400];
    close(
      exercises.distanceAtInfinity.solution(
        counts,
        counts.map((count) => 2.5 + 300 / count),
      ),
      2.5,
    );
  });

  it("have the library's TracIn", () => {
    const rng = random(3);
    const moments = Array.from({ length: 4 }, () => ({
      rate: rng.uniform(),
      training: rng.normal(9),
      target: rng.normal(9),
    }));
    const [score] = tracIn(
      moments.map(({ rate, training, target }) => ({
        rate,
        training: { data: training, count: 1, dim: 9 },
        targets: { data: target, count: 1, dim: 9 },
      })),
    ).data;
    close(ofData.influenceOf.solution(moments), score);
  });

  it("balance: the weights of each label add up to the same", () => {
    const labels = ["a", "a", "a", "b", "c", "c"];
    const weights = Array.from(ofData.rowWeights.solution(labels));
    for (const label of Object.keys(balance(labels).counts))
      close(
        weights.reduce((sum, weight, at) => sum + (labels[at] === label ? weight : 0), 0),
        1 / 3,
      );
  });
});
