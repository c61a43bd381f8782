import { breathe } from "../core/breathe.ts";
import { checkInteger, checkPositive } from "../core/check.ts";
import type { Images } from "../core/images.ts";
import type { Random } from "../core/random.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { type NoisePair, noisedBatch } from "./noised-batch.ts";
import { lossAndGradient, type SmallDenoiser, smallDenoiser } from "./small-denoiser.ts";

export interface FitOptions {
  schedule: Schedule;
  /** Initial weights, batches, times and noise are drawn from it. */
  rng: Random;
  /** Indices of the pictures to train on. Default: all. */
  subset?: ArrayLike<number>;
  /** Default: 1000. */
  steps?: number;
  /** Pictures in a step, drawn with repetition. Default: 48. */
  batch?: number;
  /** Adam's rate at the start; it falls linearly to 0. Default: 0.004. */
  rate?: number;
  /** Hidden units of each layer. Default: 96. */
  width?: number;
  /** Stops the training before the next report: the loop throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** Where a training stands. */
export interface FitStep {
  /** Steps that are done, and how many there are. */
  step: number;
  steps: number;
  /** Mean loss since the last report. */
  loss: number;
  /** The rate of the last step. */
  rate: number;
  /** A copy that you may keep. */
  denoiser: SmallDenoiser;
}

/** Reports of one training; the last one has the trained denoiser. */
const reports = 10;

/**
 * Trains a small denoiser to predict noise, with Adam (Kingma and Ba 2015, algorithm 1).
 *
 * @param images Small pictures, such as those of digits8.
 * @returns Ten reports, after equal numbers of steps.
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { fitDenoiser, linearSchedule, loadDataset, random } from "noisebook";
 *
 * const { images } = await loadDataset("digits8", { limit: 50 });
 * const losses = [];
 * for await (const { loss } of fitDenoiser(images, { schedule: linearSchedule(), steps: 100, rng: random(1) }))
 *   losses.push(loss);
 * assert.ok(losses[9] < losses[0]);
 * ```
 */
export async function* fitDenoiser(images: Images, options: FitOptions): AsyncGenerator<FitStep, void> {
  const { rng, steps = 1000, rate = 0.004, width = 96, signal } = options;
  const doing = "train a small denoiser";
  checkInteger(steps, { doing, name: "steps", from: reports });
  checkPositive(rate, { doing, name: "rate" });
  const denoiser = smallDenoiser({ values: images.data.length / images.count, width, rng });
  const update = adam(denoiser.parameters);
  const gradient = new Float64Array(denoiser.parameters.length);
  let [sum, since] = [0, 0];
  for (let step = 1; step <= steps; step++) {
    const now = rate * (1 - (step - 1) / steps);
    sum += lossAndGradient(denoiser, drawBatch(images, options), gradient);
    since++;
    update(gradient, now);
    if (Math.floor((step * reports) / steps) === Math.floor(((step - 1) * reports) / steps)) continue;
    const kept = { ...denoiser, parameters: denoiser.parameters.slice() };
    yield { step, steps, loss: sum / since, rate: now, denoiser: kept };
    await breathe();
    signal?.throwIfAborted();
    [sum, since] = [0, 0];
  }
}

function drawBatch(images: Images, { schedule, rng, subset, batch = 48 }: FitOptions) {
  const values = images.data.length / images.count;
  const from = subset?.length ?? images.count;
  const pictures = rng.integer(from, batch).map((at) => (subset ? subset[at] : at));
  const pairs: NoisePair[] = Array.from({ length: batch }, () => ({
    t: rng.integer(schedule.steps),
    eps: rng.normal(values),
  }));
  return noisedBatch(images, { pictures, pairs, schedule });
}

/** Changes the parameters in place, by m/(√v + 10⁻⁸) with both means freed of their start at 0. */
function adam(parameters: Float64Array): (gradient: Float64Array, rate: number) => void {
  const [mean, square] = [new Float64Array(parameters.length), new Float64Array(parameters.length)];
  let [left1, left2] = [1, 1];
  return (gradient, rate) => {
    left1 *= 0.9;
    left2 *= 0.999;
    for (let at = 0; at < parameters.length; at++) {
      const slope = gradient[at];
      mean[at] += 0.1 * (slope - mean[at]);
      square[at] += 0.001 * (slope * slope - square[at]);
      parameters[at] -= (rate * mean[at]) / (1 - left1) / (Math.sqrt(square[at] / (1 - left2)) + 1e-8);
    }
  };
}
