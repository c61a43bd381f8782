import assert from "node:assert/strict";
import { collect } from "../../../lib/core/collect.ts";
import type { Points } from "../../../lib/core/points.ts";
import { random } from "../../../lib/core/random.ts";
import type { Denoiser } from "../../../lib/process/denoiser.ts";
import { ddim } from "../../../lib/sample/ddim.ts";
import { ddpm } from "../../../lib/sample/ddpm.ts";
import { lms } from "../../../lib/sample/lms.ts";
import { type SampleOptions, sample } from "../../../lib/sample/sample.ts";
import { linearSchedule } from "../../../lib/schedule/linear.ts";
import { pointsOf, truth } from "../points.ts";
import { last } from "./last-step.ts";

const schedule = linearSchedule();

describe("sample() says what is wrong", () => {
  const rng = random(0);
  const x = pointsOf([1, 2]);
  const wrong: [string, SampleOptions<Points, unknown>, RegExp][] = [
    ["no levels", { x }, /^RangeError: Cannot sample: give schedule, sigmas or levels/],
    [
      "σ that rise",
      { x, sigmas: [1, 2, 0] },
      /noise levels must fall at every step, got sigma 1, then 2 at index 1$/,
    ],
    ["σ that are NaN", { x, sigmas: [1, Number.NaN, 0] }, /sigma must be a number from 0, got NaN$/],
    ["a single σ", { x, sigmas: [1] }, /there must be 2 noise levels or more, got 1$/],
    ["too many steps", { x, schedule, steps: 1001 }, /steps must be an integer from 1 to 1000, got 1001$/],
    ["a step outside", { x, schedule, timesteps: [1000, 5] }, /t must be a number from 0 to 999, got 1000$/],
    [
      "x with NaN",
      { x: pointsOf([1, Number.NaN]), schedule },
      /^RangeError: Cannot sample: x must hold finite numbers, got NaN at index 1$/,
    ],
    [
      "x of another shape",
      { x: pointsOf([1, 2, 3]), schedule },
      /^ShapeError: Cannot use x: expected axes \[count, dim\], got shape \[1, 3\]/,
    ],
    [
      "nothing to start from",
      { schedule },
      /^TypeError: Cannot sample: give x to start from, or rng to draw it from, got neither$/,
    ],
    [
      "chance without rng",
      { x, schedule, sampler: ddpm },
      /^TypeError: Cannot sample: this draws noise; give rng/,
    ],
    ["a count of 0", { schedule, count: 0, rng }, /count must be an integer from 1, got 0$/],
    [
      "guidance without a condition",
      { x, schedule, guidance: 3 },
      /^RangeError: Cannot guide: give a condition or a prompt/,
    ],
    [
      "a prompt that nobody reads",
      { x, schedule, prompt: "a face" },
      /^TypeError: Cannot sample: this denoiser reads no prompts/,
    ],
    [
      "a strength that leaves no step",
      { image: x, strength: 0.01, schedule, steps: 10, rng },
      /strength must leave at least 1 of 10 steps, got 0.01$/,
    ],
    [
      "η below 0",
      { x, schedule, sampler: (x, step) => ddim(x, step, { eta: -1 }) },
      /eta must be a number from 0, got -1$/,
    ],
    [
      "an order that is not there",
      { x, schedule, sampler: (x, step) => lms(x, step, { order: 9 }) },
      /order must be an integer from 1 to 4, got 9$/,
    ],
    [
      "a mask of another size",
      { schedule, inpaint: { image: x, mask: [1, 0, 1] }, x, rng },
      /^ShapeError: Cannot inpaint: expected 2 numbers in mask, got 3$/,
    ],
  ];
  for (const [name, options, message] of wrong)
    it(name, async () => {
      await assert.rejects(collect(sample(truth, options)), message);
    });

  it("a denoiser that returns NaN, or another shape", async () => {
    const broken = (data: Float64Array): Denoiser<Points> => ({
      predicts: "eps",
      predict: (x) => ({ ...x, data, dim: data.length }),
    });
    await assert.rejects(
      last(broken(Float64Array.of(1, Number.NaN)), { schedule, x }),
      /^RangeError: Cannot sample: the denoiser's prediction at t = 999 must hold finite numbers, got NaN at index 1$/,
    );
    await assert.rejects(
      last(broken(Float64Array.of(1, 2, 3)), { schedule, x }),
      /^ShapeError: Cannot use the denoiser's prediction: expected shape \[1, 2\] as x, got \[1, 3\]$/,
    );
  });
});
