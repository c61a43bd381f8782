import assert from "node:assert/strict";
import { noisedBatch } from "../../../lib/evaluate/noised-batch.ts";
import { predictNoise } from "../../../lib/evaluate/small-denoiser.ts";
import {
  collect,
  cosineSchedule,
  denoiserGradients,
  denoiserLosses,
  fitDenoiser,
  loadDataset,
  noisePairs,
  random,
} from "../../../lib/index.ts";

const schedule = cosineSchedule();

async function trained(steps = 40) {
  const { images } = await loadDataset("digits8", { limit: 30 });
  const reports = await collect(fitDenoiser(images, { schedule, steps, rng: random(1) }));
  return { images, reports, denoiser: reports.at(-1)!.denoiser };
}

describe("small denoiser", () => {
  it("has 23,296 parameters for 8×8 pictures", async () => {
    const { denoiser } = await trained(10);
    assert.deepEqual(denoiser.sizes, [80, 96, 96, 64]);
    assert.equal(denoiser.parameters.length, 23_296);
  });

  for (const of of ["loss", "norm"] as const)
    it(`denoiserGradients of the ${of} are its finite differences, in every layer`, async () => {
      const { images, denoiser } = await trained();
      const pairs = noisePairs(schedule, { count: 7, values: 64, rng: random(2) });
      const { data, dim } = await denoiserGradients(denoiser, images, { schedule, pairs, of });
      const batch = noisedBatch(images, { pictures: pairs.map(() => 1), pairs, schedule });
      const value = (parameters: Float64Array) => {
        const predicted = predictNoise({ ...denoiser, parameters }, batch);
        const wanted = of === "loss" ? batch.noise : batch.noise.map(() => 0);
        return predicted.reduce((sum, eps, at) => sum + (eps - wanted[at]) ** 2, 0) / predicted.length;
      };
      const rng = random(3);
      for (let check = 0; check < 200; check++) {
        const at = rng.integer(dim);
        const moved = (step: number) => {
          const parameters = denoiser.parameters.slice();
          parameters[at] += step;
          return value(parameters);
        };
        const slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
        assert.ok(Math.abs(data[dim + at] - slope) < 1e-9 + 1e-6 * Math.abs(slope), `${at}: ${slope}`);
      }
    });

  it("a step against the gradient of one picture lowers its own loss by the gradient's square", async () => {
    const { images, denoiser } = await trained();
    const questions = { schedule, pairs: noisePairs(schedule, { count: 20, values: 64, rng: random(4) }) };
    const { data, dim } = await denoiserGradients(denoiser, images, questions);
    const before = denoiserLosses(denoiser, images, questions);
    const rate = 1e-6;
    const own = Float64Array.from(data.subarray(0, dim));
    const after = denoiserLosses(
      { ...denoiser, parameters: denoiser.parameters.map((value, at) => value - rate * own[at]) },
      images,
      questions,
    );
    for (let picture = 0; picture < images.count; picture++) {
      const other = Float64Array.from(data.subarray(picture * dim, (picture + 1) * dim));
      const expected = rate * own.reduce((sum, value, at) => sum + value * other[at], 0);
      assert.ok(
        Math.abs(before[picture] - after[picture] - expected) < 1e-3 * Math.abs(expected) + 1e-12,
        `picture ${picture}`,
      );
    }
  });

  it("fitDenoiser learns, repeats itself, and keeps to its subset", async () => {
    const { images, reports } = await trained(300);
    assert.equal(reports.length, 10);
    assert.ok(reports[9].loss < 0.8 * reports[0].loss, `${reports[0].loss} to ${reports[9].loss}`);
    const again = await trained(300);
    assert.deepEqual(again.denoiser.parameters, reports[9].denoiser.parameters);
    const spoiled = { ...images, data: images.data.map((value, at) => (at < 64 ? NaN : value)) };
    const subset = Array.from({ length: 29 }, (_, at) => at + 1);
    const kept = await collect(fitDenoiser(spoiled, { schedule, steps: 20, rng: random(5), subset }));
    assert.ok(kept[9].denoiser.parameters.every(Number.isFinite));
  });

  it("fitDenoiser stops at its signal", async () => {
    const { images } = await trained(10);
    const controller = new AbortController();
    const steps: number[] = [];
    await assert.rejects(async () => {
      for await (const { step } of fitDenoiser(images, {
        schedule,
        rng: random(1),
        signal: controller.signal,
      })) {
        steps.push(step);
        controller.abort(new Error("enough"));
      }
    }, /^Error: enough$/);
    assert.deepEqual(steps, [100]);
    await assert.rejects(
      collect(fitDenoiser(images, { schedule, rng: random(1), steps: 5 })),
      /^RangeError: Cannot train a small denoiser: steps must be an integer from 10, got 5$/,
    );
  });
});
