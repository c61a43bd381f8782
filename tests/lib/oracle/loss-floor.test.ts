import assert from "node:assert/strict";
import { combine } from "../../../lib/core/combine.ts";
import type { Points } from "../../../lib/core/points.ts";
import { random } from "../../../lib/core/random.ts";
import { gaussHermite } from "../../../lib/oracle/gauss-hermite.ts";
import { lossFloor, lossFloors } from "../../../lib/oracle/loss-floor.ts";
import { mixture } from "../../../lib/oracle/mixture.ts";
import { loss } from "../../../lib/process/loss.ts";
import { levelAt } from "../../../lib/schedule/level.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { exponentialSigmas } from "../../../lib/schedule/sigmas.ts";
import { zeroTerminalSnr } from "../../../lib/schedule/zero-terminal-snr.ts";
import { assertClose } from "../golden.ts";
import { normalPoints, truth } from "../points.ts";

describe("lossFloor()", () => {
  it("is what a NumPy program found with 3 million draws, and does not change with finer quadrature", () => {
    const floors = [0.1, 1, 3].map((sigma) => lossFloor(truth, sigma));
    assertClose(floors, [0.93299, 0.4237, 0.175585], { absolute: 2e-4 });
    const finer = [0.1, 1, 3].map((sigma) => lossFloor(truth, sigma, { points: 50 }));
    assertClose(floors, finer, { absolute: 2e-5 });
    assertClose(floors, [0.935, 0.422, 0.175], { relative: 0.005 });
  });

  it("over log-uniform σ from 0.05 to 20 has the mean that 2 million draws have", () => {
    const sigmas = exponentialSigmas({ steps: 80, sigmaMin: 0.05, sigmaMax: 20, toZero: false });
    const floors = Array.from(sigmas, (sigma) => lossFloor(truth, sigma, { points: 20 }));
    const ends = (floors[0] + floors[80]) / 2;
    const trapezoid = (floors.slice(1, 80).reduce((sum, value) => sum + value, 0) + ends) / 80;
    assertClose([trapezoid], [0.4277], { absolute: 0.002 });
  });

  it("is what the exact denoiser loses on draws, in ε, x_0 and v", () => {
    const x0 = truth.draw(60_000, { rng: random(1) });
    const level = levelAt(linearSchedule(), 350);
    const eps = normalPoints(60_000, 2, 2);
    const x = combine<Points>([level.a, x0], [level.s, eps]);
    const measured = loss<Points>(truth.predict(x, level), x0);
    assertClose([measured], [lossFloor(truth, level.sigma, { target: "x0" })], { relative: 0.02 });
    const ratio = 1 / level.sigma ** 2;
    assertClose(
      (["eps", "v"] as const).map((target) => lossFloor(truth, level.sigma, { target })),
      [measured * ratio, measured * (ratio + 1)],
      { relative: 0.02 },
    );
  });

  it("per step lies between 0 and 1, and its mean is the floor of training", () => {
    const { perStep, mean } = lossFloors(truth, linearSchedule({ steps: 50, betaEnd: 0.2 }), { points: 16 });
    assert.ok(perStep.every((value) => value > 0 && value < 1) && perStep[0] > 0.9 && perStep[49] < 0.1);
    assertClose([mean], [perStep.reduce((sum, value) => sum + value, 0) / 50], { relative: 1e-14 });
  });

  it("is the variance of the data where nothing of them is left, and 0 in ε", () => {
    // Σ w·(2s² + |μ − mean|²)/2 of the reference mixture, whose mean is (−0.4, 0.15).
    const floors = (["x0", "v", "flow", "eps"] as const).map((target) =>
      lossFloor(truth, Infinity, { target }),
    );
    assertClose(floors, [2.00325, 2.00325, 2.00325, 0], { absolute: 1e-12 });
    assertClose([lossFloor(truth, 1e4, { target: "v" })], [2.00325], { relative: 1e-6 });
    const schedule = zeroTerminalSnr(linearSchedule({ steps: 10, betaEnd: 0.2 }));
    assertClose([lossFloors(truth, schedule, { target: "v" }).perStep[9]], [2.00325], { absolute: 1e-12 });
  });

  it("says what it cannot do", () => {
    for (const points of [0, 101])
      assert.throws(
        () => lossFloor(truth, 1, { points }),
        new RegExp(`points must be an integer from 1 to 100, got ${points}`),
      );
    assert.throws(() => lossFloor(truth, 0), /sigma must be a number above 0, got 0/);
    const wide = mixture({ weights: [1], means: [[0, 0, 0, 0]], deviations: [1] });
    assert.throws(() => lossFloor(wide, 1), /dimension must be an integer from 1 to 3, got 4/);
  });
});

describe("gaussHermite()", () => {
  it("has the moments of N(0, 1)", () => {
    const nodes = gaussHermite(20);
    const moment = (power: number) => nodes.reduce((sum, { at, weight }) => sum + weight * at ** power, 0);
    assertClose([0, 1, 2, 4, 6, 8, 20].map(moment), [1, 0, 1, 3, 15, 105, 654729075], {
      relative: 1e-11,
      absolute: 1e-12,
    });
    assertClose([gaussHermite(100).reduce((sum, { weight }) => sum + weight, 0)], [1], { absolute: 1e-12 });
  });
});
