/** Which noise levels a batch is trained on. */
import { checkNumber } from "../core/check.ts";
import type { Random } from "../core/random.ts";
import type { Schedule } from "../schedule/schedule.ts";

/**
 * Draws one step for each row of a batch, all steps equally likely.
 *
 * Ho et al. 2020, "Denoising Diffusion Probabilistic Models", algorithm 1.
 *
 * @returns `count` whole numbers from 0 to schedule.steps − 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { linearSchedule, random, uniformSteps } from "noisebook";
 *
 * const t = uniformSteps(linearSchedule({ steps: 10 }), { count: 100, rng: random(1) });
 * assert.ok(t.every((step) => step >= 0 && step <= 9));
 * ```
 */
export function uniformSteps(schedule: Schedule, { count, rng }: { count: number; rng: Random }): Int32Array {
  return Int32Array.from(rng.integer(schedule.steps, count));
}

export interface NormalTimesOptions {
  count: number;
  rng: Random;
  mean?: number;
  deviation?: number;
}

/**
 * Draws flow's times, most of them in the middle, where the velocity is hardest to learn.
 *
 * t = 1/(1 + e^−u), u ~ N(mean, deviation²)
 *
 * Esser et al. 2024, "Scaling Rectified Flow Transformers for High-Resolution Image Synthesis", section 3.1.
 *
 * @param options
 * @param options.mean Above 0: more noise. Default: 0.
 * @param options.deviation Default: 1.
 * @returns `count` numbers above 0 and below 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { logitNormalTimes, random } from "noisebook";
 *
 * const t = logitNormalTimes({ count: 100, rng: random(1) });
 * assert.ok(t.every((time) => time > 0 && time < 1));
 * ```
 */
export function logitNormalTimes({ count, rng, mean = 0, deviation = 1 }: NormalTimesOptions): Float64Array {
  checkNumber(mean, { doing: "draw times", name: "mean" });
  checkNumber(deviation, { doing: "draw times", name: "deviation", from: 0 });
  return rng.normal(count).map((n) => 1 / (1 + Math.exp(-(mean + deviation * n))));
}

/**
 * Draws EDM's noise levels: ln σ ~ N(mean, deviation²).
 *
 * Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based Generative Models", table 1.
 *
 * @param options
 * @param options.mean Default: −1.2.
 * @param options.deviation Default: 1.2.
 * @returns `count` numbers above 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { edmTrainingSigmas, random } from "noisebook";
 *
 * const sigmas = edmTrainingSigmas({ count: 1000, rng: random(1) });
 * const below = sigmas.filter((sigma) => sigma < Math.exp(-1.2)).length;
 * assert.ok(below > 450 && below < 550);
 * ```
 */
export function edmTrainingSigmas({
  count,
  rng,
  mean = -1.2,
  deviation = 1.2,
}: NormalTimesOptions): Float64Array {
  checkNumber(mean, { doing: "draw sigmas", name: "mean" });
  checkNumber(deviation, { doing: "draw sigmas", name: "deviation", from: 0 });
  return rng.normal(count).map((n) => Math.exp(mean + deviation * n));
}
