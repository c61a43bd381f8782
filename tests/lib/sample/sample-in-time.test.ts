import assert from "node:assert/strict";
import fc from "fast-check";
import { selectBackend } from "../../../lib/core/backend.ts";
import { collect } from "../../../lib/core/collect.ts";
import { combine } from "../../../lib/core/combine.ts";
import { toPoints, toTensor } from "../../../lib/core/convert.ts";
import type { Points } from "../../../lib/core/points.ts";
import { random } from "../../../lib/core/random.ts";
import { tf } from "../../../lib/core/tf.ts";
import { mixture } from "../../../lib/oracle/mixture.ts";
import type { Denoiser } from "../../../lib/process/denoiser.ts";
import { ddim } from "../../../lib/sample/ddim.ts";
import { edmStochastic } from "../../../lib/sample/edm-stochastic.ts";
import { heun } from "../../../lib/sample/heun.ts";
import { sample } from "../../../lib/sample/sample.ts";
import type { Sampler } from "../../../lib/sample/sampler.ts";
import { cosineSchedule } from "../../../lib/schedule/cosine.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { karrasSigmas } from "../../../lib/schedule/sigmas.ts";
import { assertClose } from "../golden.ts";
import { normalPoints, pointsOf, truth } from "../points.ts";
import { withoutLeaks } from "../without-leaks.ts";
import { last } from "./last-step.ts";

const schedule = linearSchedule();

describe("sample() in time", () => {
  before(() => selectBackend({ prefer: "wasm" }));

  /** A denoiser on the tensor backend, as a trained model is. */
  const onBackend: Denoiser<Points> = {
    predicts: "eps",
    shape: [2],
    async predict(x) {
      const tensor = toTensor(x);
      const half = tf.mul(tensor, 0.5);
      const result = await toPoints(half);
      tf.dispose([tensor, half]);
      return result;
    },
  };

  it("leaves no tensor behind, when it ends, at a break, at an abort and at an error", async () => {
    const setup = { schedule, steps: 6, rng: random(1) };
    await withoutLeaks(() => collect(sample(onBackend, setup)));
    await withoutLeaks(async () => {
      for await (const { index } of sample(onBackend, setup)) if (index === 2) break;
    });
    await withoutLeaks(async () => {
      const signal = AbortSignal.abort();
      await assert.rejects(collect(sample(onBackend, { ...setup, signal })), /AbortError/);
    });
    await withoutLeaks(async () => {
      const failing: Sampler = async (x, step) => {
        await step.denoise(x, step.from);
        throw new Error("stop");
      };
      await assert.rejects(collect(sample(onBackend, { ...setup, sampler: failing })), /stop/);
    });
  });

  it("stops before the next step when it is aborted, with the reason that was given", async () => {
    const controller = new AbortController();
    let seen = 0;
    await assert.rejects(async () => {
      for await (const { index } of sample(truth, {
        schedule,
        steps: 100,
        rng: random(1),
        signal: controller.signal,
      })) {
        seen++;
        if (index === 4) controller.abort(new Error("the student pressed stop"));
      }
    }, /the student pressed stop/);
    assert.equal(seen, 5);
  });

  it("lets the event loop breathe between steps", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 0);
    const slow: Sampler = async (x, step) => {
      const until = performance.now() + 3;
      while (performance.now() < until);
      return ddim(x, step);
    };
    await last(truth, { schedule, steps: 30, sampler: slow, rng: random(1) });
    clearInterval(timer);
    assert.ok(ticks > 10, `${ticks} ticks`);
  });
});

describe("edmStochastic", () => {
  it("adds noise only between its bounds", async () => {
    const x = normalPoints(2, 2, 1);
    const sigmas = karrasSigmas({ steps: 8, sigmaMax: 10 });
    const never: Sampler = (x, step) => edmStochastic(x, step, { between: [11, 12] });
    assert.deepEqual(
      await last(truth, { sigmas, sampler: never, x }),
      await last(truth, { sigmas, sampler: heun, x }),
    );
  });

  it("is the paper's algorithm 2", async () => {
    // Written out for one step with a denoiser of 0, for which x' = x̂·σ'/σ̂ in Heun's and in Euler's step.
    const zero: Denoiser<Points> = { predicts: "x0", predict: (x) => combine([0, x]) };
    const sampler: Sampler = (x, step) => edmStochastic(x, step, { churn: 0.3, noiseScale: 1.1 });
    const { x } = await last(zero, { sigmas: [4, 1], sampler, x: pointsOf([2]), rng: random(5) });
    const raised = 4 * 1.3;
    const noised = 2 + Math.sqrt(raised ** 2 - 16) * 1.1 * random(5).normal(1)[0];
    assertClose(x.data, [noised / raised], { relative: 1e-12 });
  });
});

describe("cosineSchedule() and sample()", () => {
  it("agree with each other for any number of training steps", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 60 }), async (steps) => {
        const single = mixture({ weights: [1], means: [[0.5]], deviations: [0.2] });
        const { x } = await last(single, { schedule: cosineSchedule({ steps }), rng: random(1) });
        return Math.abs(x.data[0] - 0.5) < 1;
      }),
      { numRuns: 15 },
    );
  });
});
