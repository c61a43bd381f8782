import assert from "node:assert/strict";
import { collect } from "../../../lib/core/collect.ts";
import { combine } from "../../../lib/core/combine.ts";
import { random } from "../../../lib/core/random.ts";
import { mixture } from "../../../lib/oracle/mixture.ts";
import { predicting } from "../../../lib/process/denoiser.ts";
import { ddim } from "../../../lib/sample/ddim.ts";
import { ddpm } from "../../../lib/sample/ddpm.ts";
import { dpmSolver2m, dpmSolver2mSde } from "../../../lib/sample/dpm-solver-2m.ts";
import { edmStochastic } from "../../../lib/sample/edm-stochastic.ts";
import { euler } from "../../../lib/sample/euler.ts";
import { eulerAncestral } from "../../../lib/sample/euler-ancestral.ts";
import { heun } from "../../../lib/sample/heun.ts";
import { invert } from "../../../lib/sample/invert.ts";
import { lms } from "../../../lib/sample/lms.ts";
import { pndm } from "../../../lib/sample/pndm.ts";
import { sample } from "../../../lib/sample/sample.ts";
import type { Sampler } from "../../../lib/sample/sampler.ts";
import { unipc } from "../../../lib/sample/unipc.ts";
import { flowSigmas } from "../../../lib/schedule/flow-sigmas.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { zeroTerminalSnr } from "../../../lib/schedule/zero-terminal-snr.ts";
import { assertClose } from "../golden.ts";
import { normalPoints, truth } from "../points.ts";
import { moments } from "./moments.ts";

/** One normal distribution, whose flows are straight lines in closed form. */
const [mean, deviation] = [3, 0.2];
const normal = mixture({ weights: [1], means: [[mean]], deviations: [deviation] });
const denoiser = predicting(normal, "v");
const schedule = zeroTerminalSnr(linearSchedule());

const unipcOf =
  (order: number, solver?: "bh1" | "bh2"): Sampler =>
  (x, step) =>
    unipc(x, step, { order, ...(solver ? { solver } : {}) });

describe("from a level where no data are left", () => {
  const whole: [string, Sampler][] = [
    ["ddim", ddim],
    ["ddpm", ddpm],
    ["dpmSolver2m", dpmSolver2m],
    ["dpmSolver2mSde", dpmSolver2mSde],
    ["eulerAncestral", eulerAncestral],
    ["unipc of order 1", unipcOf(1)],
    ["unipc of order 2", unipcOf(2)],
    ["unipc of order 3", unipcOf(3)],
    ["unipc of order 3 with bh1", unipcOf(3, "bh1")],
  ];
  for (const [name, sampler] of whole)
    it(`${name} reaches the data's distribution`, async () => {
      const setup = { schedule, steps: 100, sampler, count: 1000, rng: random(1) };
      const { data } = (await collect(sample({ ...denoiser, shape: [1] }, setup))).at(-1)!.x;
      const [middle, width] = moments(data);
      assertClose([middle], [mean], { absolute: 0.03 });
      assertClose([width], [deviation], { relative: 0.15 });
    });

  const inSigma: [string, Sampler][] = [
    ["euler", euler],
    ["heun", heun],
    ["lms", lms],
    ["pndm", pndm],
    ["edmStochastic", edmStochastic],
  ];
  for (const [name, sampler] of inSigma)
    it(`${name}, which steps in σ, says that it cannot`, async () => {
      const setups = [{ schedule, steps: 10 }, { sigmas: flowSigmas({ steps: 10 }) }];
      for (const setup of setups)
        await assert.rejects(
          collect(
            sample(predicting(truth, "schedule" in setup ? "v" : "flow"), {
              ...setup,
              sampler,
              count: 2,
              rng: random(1),
            }),
          ),
          /^RangeError: Cannot step in sigma: sigma is infinite at the first level, where no data are left/,
        );
    });

  it("unipc of order 3 converges to where the ODE in closed form leads", async () => {
    // Where a = 0 the data have no say: x/s keeps (x − a·mean)/√(a²·deviation² + s²), so x_0 = mean + deviation·x.
    const x = normalPoints(6, 1, 2);
    const exact = Array.from(x.data, (value) => mean + deviation * value);
    const errorOf = async (steps: number) => {
      const { data } = (await collect(sample(denoiser, { schedule, steps, sampler: unipcOf(3), x }))).at(
        -1,
      )!.x;
      return Math.max(...Array.from(data, (value, i) => Math.abs(value - exact[i])));
    };
    const [few, many] = [await errorOf(25), await errorOf(200)];
    assert.ok(many < few / 4 && many < 0.01, `${few}, ${many}`);
  });
});

describe("inverting to a level where no data are left", () => {
  it("finds the noise of the ODE in closed form, for a schedule and for a flow", async () => {
    const noise = normalPoints(6, 1, 3);
    const x = combine([deviation, noise], [mean, { ...noise, data: noise.data.map(() => 1) }]);
    const flow = predicting(normal, "flow");
    const ends = [
      await collect(invert(denoiser, { schedule, steps: 500, refinements: 4, x })),
      await collect(invert(flow, { sigmas: flowSigmas({ steps: 500 }), refinements: 4, x })),
    ];
    for (const steps of ends) assertClose(steps.at(-1)!.x.data, noise.data, { absolute: 0.05 });
  });
});
