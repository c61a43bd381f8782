import assert from "node:assert/strict";
import fc from "fast-check";
import { collect } from "../../../lib/core/collect.ts";
import { random } from "../../../lib/core/random.ts";
import { forward } from "../../../lib/process/forward.ts";
import { levelPosterior, posterior } from "../../../lib/process/posterior.ts";
import { walk } from "../../../lib/process/walk.ts";
import { cosineSchedule } from "../../../lib/schedule/cosine.ts";
import { levelAt } from "../../../lib/schedule/level.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { assertClose } from "../golden.ts";
import { pointsOf } from "../points.ts";

const schedule = linearSchedule();

describe("posterior()", () => {
  it("is the closed form between neighbours", () => {
    for (const t of [1, 10, 500, 999]) {
      const [alphaBar, before] = [schedule.alphaBar[t], schedule.alphaBar[t - 1]];
      const beta = schedule.beta[t];
      const { x0, xt, variance } = posterior(schedule, t);
      assertClose(
        [x0, xt, variance],
        [
          (beta * Math.sqrt(before)) / (1 - alphaBar),
          ((1 - before) * Math.sqrt(1 - beta)) / (1 - alphaBar),
          (beta * (1 - before)) / (1 - alphaBar),
        ],
        { relative: 1e-12 },
      );
    }
  });

  it("has less than β at t = 1, and no noise on the way to clean data", () => {
    assert.equal(posterior(schedule, 1).variance.toExponential(2), "5.45e-5");
    assert.deepEqual(posterior(schedule, 700, -1), { x0: 1, xt: 0, variance: 0 });
  });

  it("keeps the forward process: what it draws from x_t and x_0 has the mean and variance of x_s", () => {
    const steps = fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 999 }));
    fc.assert(
      fc.property(steps, ([one, two]) => {
        fc.pre(one !== two);
        const [s, t] = [Math.min(one, two), Math.max(one, two)];
        const [from, to] = [levelAt(schedule, t), levelAt(schedule, s)];
        for (const { x0, xt, variance } of [posterior(schedule, t, s), levelPosterior(from, to)]) {
          assertClose([x0 + xt * from.a], [to.a], { relative: 1e-10 });
          assertClose([xt ** 2 * from.s ** 2 + variance], [to.s ** 2], { relative: 1e-9 });
        }
      }),
    );
  });

  it("says what a step must be", () => {
    assert.throws(
      () => posterior(schedule, 5, 5),
      /^RangeError: Cannot compute the posterior: s must be an integer from -1 to 4, got 5$/,
    );
    assert.throws(() => posterior(schedule, 1000), /t must be an integer from 0 to 999, got 1000/);
  });
});

describe("walk()", () => {
  it("walks to the distribution that forward() jumps to", async () => {
    const short = cosineSchedule({ steps: 20 });
    const x0 = { data: new Float64Array(20_000).fill(2), count: 20_000, dim: 1 };
    const steps = await collect(walk(x0, { schedule: short, rng: random(1) }));
    assert.deepEqual(
      steps.map(({ t }) => t),
      Array.from({ length: 20 }, (_, t) => t),
    );
    for (const t of [0, 7, 19]) {
      const jumped = forward(x0, t, { schedule: short, rng: random(2) });
      const moments = (values: ArrayLike<number>) => {
        const mean = Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
        return [
          mean,
          Array.from(values).reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length,
        ];
      };
      assertClose(moments(steps[t].x.data), moments(jumped.data), { absolute: 0.04 });
    }
  });

  it("stops at an abort, and leaves x0 as it was", async () => {
    const x0 = pointsOf([1, 2]);
    const controller = new AbortController();
    let seen = 0;
    await assert.rejects(async () => {
      for await (const { t } of walk(x0, { schedule, rng: random(1), signal: controller.signal })) {
        seen++;
        if (t === 3) controller.abort();
      }
    }, /AbortError/);
    assert.equal(seen, 4);
    assert.deepEqual([...x0.data], [1, 2]);
  });
});
