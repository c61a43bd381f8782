import assert from "node:assert/strict";
import { collect } from "../../../lib/core/collect.ts";
import { combine } from "../../../lib/core/combine.ts";
import type { Points } from "../../../lib/core/points.ts";
import { mixture } from "../../../lib/oracle/mixture.ts";
import { predicting } from "../../../lib/process/denoiser.ts";
import { ddim } from "../../../lib/sample/ddim.ts";
import { dpmSolver2m } from "../../../lib/sample/dpm-solver-2m.ts";
import { euler } from "../../../lib/sample/euler.ts";
import { flowEuler } from "../../../lib/sample/flow-euler.ts";
import { flowHeun } from "../../../lib/sample/flow-heun.ts";
import { heun } from "../../../lib/sample/heun.ts";
import { lms } from "../../../lib/sample/lms.ts";
import { measureOrder } from "../../../lib/sample/measure-order.ts";
import { sample } from "../../../lib/sample/sample.ts";
import type { Sampler } from "../../../lib/sample/sampler.ts";
import { unipc } from "../../../lib/sample/unipc.ts";
import { flowLevel } from "../../../lib/schedule/level.ts";
import { karrasSigmas } from "../../../lib/schedule/sigmas.ts";
import { assertClose } from "../golden.ts";
import { normalPoints, pointsOf, truth } from "../points.ts";

/** Where the sampler takes x from σ = 20 to 0.05. */
async function endOf(x: Points, sampler: Sampler, steps: number): Promise<Points> {
  const sigmas = karrasSigmas({ steps, sigmaMin: 0.05, sigmaMax: 20, toZero: false });
  return (await collect(sample(truth, { sigmas, sampler, x }))).at(-1)?.x as Points;
}

describe("the probability-flow ODE of the reference mixture", () => {
  const starts = combine([20, pointsOf([1, 0], [0, 1], [-0.7, 0.3], [0.2, -0.9])]);

  it("ends where the table says", async () => {
    const end = await endOf(starts, heun, 2048);
    assertClose(end.data.slice(0, 2), [1.2020139634, 1.1061597647], { absolute: 1e-5 });
    // Richardson's step: Heun's error falls with 1/N².
    const finer = await endOf(starts, heun, 4096);
    const extrapolated = combine([4 / 3, finer], [-1 / 3, end]);
    assertClose(extrapolated.data.slice(0, 2), [1.2020139634, 1.1061597647], { absolute: 1e-8 });
  });

  const table: [string, Sampler, [number, number], number][] = [
    ["euler", euler, [1.1203507142, 0.963172057], 0.268],
    ["heun", heun, [1.2571864183, 1.1348847673], 0.06411],
    ["dpmSolver2m", dpmSolver2m, [1.2667038359, 1.1973706399], 0.102],
  ];
  for (const [name, sampler, first, error] of table)
    it(`${name} in 8 steps gives the table's point and error`, async () => {
      const { data } = await endOf(starts, sampler, 8);
      assertClose(data.slice(0, 2), first, { absolute: 1e-10 });
      const exact = (await endOf(starts, heun, 4096)).data;
      const distances = [0, 2, 4, 6].map((i) => Math.hypot(data[i] - exact[i], data[i + 1] - exact[i + 1]));
      assertClose([distances.reduce((sum, value) => sum + value, 0) / 4], [error], { relative: 6e-4 });
    });
});

describe("measureOrder()", () => {
  const x = combine([20, normalPoints(24, 2, 1)]);
  const orderOf = async (sampler: Sampler, steps = [128, 256, 512]) =>
    (await measureOrder(truth, { sampler, x, steps })).order;

  it("finds order 1 for euler and ddim", async () => {
    for (const sampler of [euler, ddim]) {
      const order = await orderOf(sampler);
      assert.ok(Math.abs(order - 1) < 0.05, `${order}`);
    }
  });

  it("finds order 2 for heun", async () => {
    const order = await orderOf(heun);
    assert.ok(Math.abs(order - 2) < 0.05, `${order}`);
  });

  it("finds order 2 for dpmSolver2m, unipc's predictor and lms of order 2", async () => {
    const second: Sampler[] = [dpmSolver2m, (x, step) => lms(x, step, { order: 2 })];
    for (const sampler of second) {
      const order = await orderOf(sampler);
      assert.ok(Math.abs(order - 2) < 0.1, `${order}`);
    }
  });

  it("finds a higher order for unipc with its corrector", async () => {
    assert.ok((await orderOf(unipc)) > 1.9);
  });

  it("tells Euler that is named Heun", async () => {
    const named = { heun: (async (x, step) => euler(x, step)) as Sampler };
    assert.ok(Math.abs((await orderOf(named.heun)) - 2) > 0.5);
  });

  it("tells a last σ that is repeated: the method does not converge", async () => {
    const stopping: Sampler = async (x, step) =>
      step.index === step.steps - 1 ? { ...(await step.denoise(x, step.from)), x } : heun(x, step);
    assert.ok((await orderOf(stopping)) < 1.5);
    await assert.rejects(
      collect(sample(truth, { sigmas: [20, 1, 0.05, 0.05], sampler: heun, x })),
      /^RangeError: Cannot sample: noise levels must fall at every step, got sigma 0.05, then 0.05 at index 3$/,
    );
  });

  it("tells a sampler that is right only to first order in its last step", async () => {
    const { order } = await measureOrder(truth, { sampler: heun, x, steps: [16, 32], sigmaMin: 0.5 });
    assert.ok(order > 1.5);
    await assert.rejects(
      measureOrder(truth, { sampler: heun, x, steps: [16] }),
      /steps.length must be an integer from 2/,
    );
  });
});

describe("flow samplers", () => {
  const velocity = predicting(
    mixture({ weights: [0.6, 0.4], means: [[-1], [2]], deviations: [0.4, 0.5] }),
    "flow",
  );
  const x = normalPoints(12, 1, 2);
  async function error(sampler: Sampler, steps: number): Promise<number> {
    const walk = (count: number) =>
      Array.from({ length: count + 1 }, (_, i) => flowLevel(0.98 - (0.93 * i) / count));
    const end = async (sampler: Sampler, count: number) =>
      (await collect(sample(velocity, { levels: walk(count), sampler, x }))).at(-1)?.x.data ?? [];
    const [rough, exact] = [await end(sampler, steps), await end(flowHeun, 2000)];
    return Array.from(rough).reduce((sum, value, i) => sum + Math.abs(value - exact[i]), 0);
  }

  it("have the orders 1 and 2", async () => {
    const slope = async (sampler: Sampler) =>
      Math.log2((await error(sampler, 100)) / (await error(sampler, 200)));
    const [first, second] = [await slope(flowEuler), await slope(flowHeun)];
    assert.ok(Math.abs(first - 1) < 0.05, `${first}`);
    assert.ok(Math.abs(second - 2) < 0.1, `${second}`);
  });

  it("refuse levels that are not flow's", async () => {
    const setup = { sigmas: [2, 1, 0], sampler: flowEuler, x: pointsOf([1, 1]) };
    await assert.rejects(
      collect(sample(truth, setup)),
      /^RangeError: Cannot sample a flow: the levels must have a \+ s = 1/,
    );
  });
});

describe("a sampler is a function that anyone can write", () => {
  it("DDIM in two lines is ddim", async () => {
    const mine: Sampler = async (x, { from, to, denoise }) => {
      const { x0, eps } = await denoise(x, from);
      return { x: combine([to.a, x0], [to.s, eps]), x0, eps };
    };
    const start = combine([20, pointsOf([1, 0])]);
    assert.deepEqual(await endOf(start, mine, 10), await endOf(start, ddim, 10));
  });
});
