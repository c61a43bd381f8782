import assert from "node:assert/strict";
import { collect } from "../../../lib/core/collect.ts";
import { combine } from "../../../lib/core/combine.ts";
import type { Images } from "../../../lib/core/images.ts";
import type { Points } from "../../../lib/core/points.ts";
import { random } from "../../../lib/core/random.ts";
import { mixture } from "../../../lib/oracle/mixture.ts";
import { type Denoiser, predicting } from "../../../lib/process/denoiser.ts";
import { posterior } from "../../../lib/process/posterior.ts";
import { ddim } from "../../../lib/sample/ddim.ts";
import { ddpm } from "../../../lib/sample/ddpm.ts";
import { dpmSolver2m, dpmSolver2mSde } from "../../../lib/sample/dpm-solver-2m.ts";
import { edmStochastic } from "../../../lib/sample/edm-stochastic.ts";
import { euler } from "../../../lib/sample/euler.ts";
import { eulerAncestral } from "../../../lib/sample/euler-ancestral.ts";
import { flowEuler } from "../../../lib/sample/flow-euler.ts";
import { heun } from "../../../lib/sample/heun.ts";
import { lms } from "../../../lib/sample/lms.ts";
import { pndm } from "../../../lib/sample/pndm.ts";
import { sample } from "../../../lib/sample/sample.ts";
import type { Sampler } from "../../../lib/sample/sampler.ts";
import { unipc } from "../../../lib/sample/unipc.ts";
import { flowSigmas } from "../../../lib/schedule/flow-sigmas.ts";
import { levelAt } from "../../../lib/schedule/level.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { karrasSigmas } from "../../../lib/schedule/sigmas.ts";
import { zeroTerminalSnr } from "../../../lib/schedule/zero-terminal-snr.ts";
import { assertClose } from "../golden.ts";
import { normalPoints, pointsOf, truth } from "../points.ts";
import { last } from "./last-step.ts";

const schedule = linearSchedule();

const samplers: Record<string, Sampler> = {
  ddpm,
  ddim,
  euler,
  eulerAncestral,
  heun,
  lms,
  pndm,
  dpmSolver2m,
  dpmSolver2mSde,
  unipc,
  edmStochastic,
};

/** The mean and the deviation of one coordinate. */
function moments({ data, dim }: Points, axis = 0): [mean: number, deviation: number] {
  const values = Array.from(data).filter((_, i) => i % dim === axis);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)];
}

describe("sample()", () => {
  it("yields a record after each step: where it went from, where it led, and what the denoiser saw", async () => {
    const steps = await collect(sample(truth, { schedule, steps: 4, count: 3, rng: random(1) }));
    assert.deepEqual(
      steps.map(({ index, steps, t, evaluations }) => [index, steps, t, evaluations]),
      [
        [0, 4, 999, 1],
        [1, 4, 749, 2],
        [2, 4, 499, 3],
        [3, 4, 249, 4],
      ],
    );
    const { sigma, snr, x, x0 } = steps[3];
    const level = levelAt(schedule, 249);
    assertClose([sigma, snr], [level.sigma, level.a ** 2 / level.s ** 2], { relative: 1e-12 });
    assert.deepEqual([x.count, x.dim], [3, 2]);
    assert.deepEqual(x.data, x0.data, "the last step leads to the predicted data");
    // What was seen explains the x that the step began with.
    assertClose(combine([level.a, x0], [level.s, steps[3].eps]).data, steps[2].x.data, { absolute: 1e-12 });
  });

  it("takes exactly as many steps as asked for, for every number", async () => {
    const short = linearSchedule({ steps: 40, betaEnd: 0.3 });
    const single = mixture({ weights: [1], means: [[1]], deviations: [1] });
    for (const spacing of ["leading", "trailing", "linspace"] as const)
      for (let steps = 1; steps <= 40; steps++) {
        const records = await collect(sample(single, { schedule: short, steps, spacing, rng: random(1) }));
        assert.equal(records.length, steps);
      }
  });

  for (const [name, sampler] of Object.entries(samplers))
    it(`${name} draws from the data's distribution`, async () => {
      const exact = mixture({ weights: [0.7, 0.3], means: [[-1.2], [2]], deviations: [0.4, 0.3] });
      const { x } = await last(exact, {
        schedule,
        sampler,
        steps: 60,
        spacing: "linspace",
        count: 2500,
        rng: random(3),
      });
      const [wantedMean, wantedDeviation] = [
        -0.24,
        Math.sqrt(0.7 * (0.16 + 1.44) + 0.3 * (0.09 + 4) - 0.24 ** 2),
      ];
      const [mean, deviation] = moments(x);
      assertClose([mean, deviation], [wantedMean, wantedDeviation], { absolute: 0.09 });
      const left = Array.from(x.data).filter((value) => value < 0.5).length / 2500;
      assertClose([left], [0.7], { absolute: 0.04 });
    });

  for (const [name, sampler] of Object.entries(samplers))
    it(`${name} gives the same bytes for the same seed, and leaves the start as it was`, async () => {
      const x = normalPoints(2, 2, 1);
      const copy = Float64Array.from(x.data);
      const run = (seed: number) => last(truth, { schedule, sampler, steps: 12, x, rng: random(seed) });
      assert.deepEqual(await run(5), await run(5));
      assert.deepEqual(x.data, copy);
    });

  for (const sampler of [ddim, euler, heun, lms, pndm, dpmSolver2m, unipc])
    it(`${sampler.name} gives for a batch the rows of its singles`, async () => {
      const x = normalPoints(3, 2, 4);
      const setup = { schedule, sampler, steps: 8 };
      const singles: number[] = [];
      for (const row of [0, 1, 2]) {
        const single = { data: x.data.slice(2 * row, 2 * row + 2), count: 1, dim: 2 };
        singles.push(...(await last(truth, { ...setup, x: single })).x.data);
      }
      assert.deepEqual([...(await last(truth, { ...setup, x })).x.data], singles);
    });

  it("ddim with η = 0 is euler in σ, in every scale of x", async () => {
    const x = normalPoints(3, 2, 5);
    const [one, two] = [ddim, euler].map((sampler) => last(truth, { schedule, sampler, steps: 10, x }));
    assertClose((await one).x.data, (await two).x.data, { absolute: 1e-12 });
    const sigmas = [...Array.from({ length: 10 }, (_, i) => levelAt(schedule, 999 - 100 * i).sigma), 0];
    const scaled = combine([Math.hypot(1, sigmas[0]), x]);
    const bySigma = await last(truth, { sigmas, sampler: euler, x: scaled });
    assertClose(bySigma.x.data, (await one).x.data, { absolute: 1e-10 });
  });

  it("ddim with η = 1 has the posterior's variance between neighbouring steps", async () => {
    const still: Denoiser<Points> = { predicts: "x0", predict: (x) => combine([0, x]) };
    const x: Points = { data: new Float64Array(40_000), count: 40_000, dim: 1 };
    const levels = [levelAt(schedule, 500), levelAt(schedule, 499)];
    const noisy: Sampler = (x, step) => ddim(x, step, { eta: 1 });
    const { x: next } = await last(still, { levels, sampler: noisy, x, rng: random(6) });
    assertClose([moments(next)[1] ** 2], [posterior(schedule, 500).variance], { relative: 0.03 });
  });

  it("ddpm adds the posterior's variance, or β where it is asked to", async () => {
    const still: Denoiser<Points> = { predicts: "x0", predict: (x) => combine([0, x]) };
    const x: Points = { data: new Float64Array(40_000), count: 40_000, dim: 1 };
    const levels = [levelAt(schedule, 1), levelAt(schedule, 0)];
    const large: Sampler = (x, step) => ddpm(x, step, { variance: "large" });
    const variance = async (sampler: Sampler) =>
      moments((await last(still, { levels, sampler, x, rng: random(7) })).x)[1] ** 2;
    assertClose([await variance(ddpm), await variance(large)], [5.45e-5, 1.2e-4], { relative: 0.03 });
  });

  it("reaches the same end with a denoiser of any kind", async () => {
    const x = normalPoints(3, 2, 8);
    const ends = ["x0", "eps", "v", "flow"].map((kind) =>
      last(predicting(truth, kind as "v"), { schedule, sampler: heun, steps: 10, x }),
    );
    for (const end of ends) assertClose((await end).x.data, (await ends[0]).x.data, { absolute: 1e-11 });
  });

  it("samples a flow by its times: as far as the same points of the ODE in σ", async () => {
    const velocity = predicting(truth, "flow");
    const x = normalPoints(400, 2, 9);
    const { x: end } = await last(velocity, { sigmas: flowSigmas({ steps: 60 }), sampler: flowEuler, x });
    assertClose([moments(end)[0], moments(end, 1)[0]], [-0.4, 0.15], { absolute: 0.2 });
    assert.equal((await collect(sample(velocity, { sigmas: flowSigmas({ steps: 7 }), x })))[0].t, 1);
  });

  it("starts from pure noise with a schedule of zero terminal SNR, if the denoiser predicts v", async () => {
    const zero = zeroTerminalSnr(schedule);
    const setup = { schedule: zero, steps: 30, count: 500, rng: random(2) };
    for (const sampler of [ddim, ddpm, dpmSolver2m, unipc]) {
      const { x } = await last(predicting(truth, "v"), { ...setup, sampler });
      assertClose([moments(x)[0]], [-0.4], { absolute: 0.25 });
    }
    await assert.rejects(last(predicting(truth, "eps"), setup), /eps .* no data are left|says nothing of/);
    await assert.rejects(
      last(truth, { ...setup, sampler: euler }),
      /^RangeError: Cannot step in sigma: sigma is infinite/,
    );
  });

  it("draws pictures in float32 from a denoiser that names their shape", async () => {
    const grey: Denoiser<Images> = { predicts: "x0", shape: [2, 3, 1], predict: (x) => combine([0, x]) };
    const steps = await collect(sample(grey, { schedule, steps: 3, count: 2, rng: random(1) }));
    const { x } = steps[2];
    assert.deepEqual([x.count, x.height, x.width, x.channels], [2, 2, 3, 1]);
    assert.ok(x.data instanceof Float32Array && x.data.every((value) => value === 0));
  });

  it("tells a denoiser of a schedule the step that fits a σ between two steps", async () => {
    const seen: number[] = [];
    const spy: Denoiser<Points> = {
      predicts: "x0",
      predict: (x, { t }) => {
        seen.push(t);
        return combine([0, x]);
      },
    };
    const sigmas = karrasSigmas({ steps: 5, sigmaMin: 0.05, sigmaMax: levelAt(schedule, 999).sigma });
    await last(spy, { schedule, sigmas, x: pointsOf([1]) });
    assert.equal(seen[0], 999);
    assert.ok(seen.every((t, i) => i === 0 || t < seen[i - 1]) && seen.some((t) => !Number.isInteger(t)));
  });
});
