import { breathe } from "../core/breathe.ts";
import { gaussianLike } from "../core/gaussian.ts";
import type { Random } from "../core/random.ts";
import type { HostValues } from "../core/values.ts";
import type { Denoiser } from "../process/denoiser.ts";
import type { Level } from "../schedule/level.ts";
import { type AskOptions, asker } from "./ask.ts";
import { ddim } from "./ddim.ts";
import { type Inpaint, keeper } from "./inpaint.ts";
import { type LevelOptions, pathOf } from "./levels.ts";
import { type PromptOptions, promptsOf } from "./prompts.ts";
import type { Past, Sampler } from "./sampler.ts";
import { type StartOptions, startOf } from "./start.ts";

/** One step of a sampling, as plain host data. */
export interface SampleStep<X extends HostValues> {
  /** 0 for the first step. */
  index: number;
  /** How many steps there are. */
  steps: number;
  /** The time from which this step went: the schedule's step, σ, or flow's t. */
  t: number;
  /** The noise level from which it went: noise for each unit of data. */
  sigma: number;
  /** The signal-to-noise ratio there, 1/σ². */
  snr: number;
  /** Where the step led; the last one is the result. */
  x: X;
  /** The clean data that the denoiser saw in x before the step. */
  x0: X;
  /** The noise that it saw. */
  eps: X;
  /** How often the denoiser was asked so far; guidance asks twice. */
  evaluations: number;
}

export interface SampleOptions<X extends HostValues, Condition>
  extends LevelOptions,
    StartOptions<X>,
    AskOptions<X, Condition>,
    PromptOptions {
  /** How to take a step. Default: `ddim`. */
  sampler?: Sampler;
  /** What to keep of a picture, and where to paint. */
  inpaint?: Inpaint<X>;
  /** Stops the sampling before the next step: the loop throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** Multi-step methods look back at most this far. */
const memory = 4;

/**
 * Samples from a denoiser: starts from noise and takes it, step by step, to data.
 *
 * The levels come from `schedule` (as many of its steps as `steps` says), from `sigmas`, or from `levels`. x stays in the
 * process's own scale, x = a·x_0 + s·ε: √ᾱ_t·x_0 + √(1 − ᾱ_t)·ε for a schedule, x_0 + σ·ε for sigmas. Everything that is
 * yielded is host data that you may keep. Leave the loop with `break`, or stop it with `signal`.
 *
 * @param denoiser A trained model, an exact denoiser, or your own.
 * @param options See `SampleOptions`; where to step and where to start are needed, the rest has defaults.
 * @returns One record after each step; the last one's `x` is the result.
 * @throws {RangeError} If the levels do not fall, an option is out of its range, or a number is not finite.
 * @throws {ShapeError} If a prediction has not the shape of x.
 * @throws {TypeError} If chance is needed and there is no rng.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { cosineSchedule, ddim, mixture, random, sample } from "noisebook";
 *
 * const exact = mixture({ weights: [0.5, 0.5], means: [[-2, 0], [2, 0]], deviations: [0.1, 0.1] });
 * const setup = { schedule: cosineSchedule(), sampler: ddim, steps: 25, count: 100, rng: random(1) };
 * for await (const { index, x } of sample(exact, setup)) {
 *   const left = x.data.filter((value, i) => i % 2 === 0 && value < 0).length;
 *   if (index === 24) assert.ok(left > 35 && left < 65);
 * }
 * ```
 */
export async function* sample<X extends HostValues, Condition = unknown>(
  denoiser: Denoiser<X, Condition>,
  options: SampleOptions<X, Condition>,
): AsyncGenerator<SampleStep<X>, void> {
  const { sampler = ddim, rng, signal, inpaint } = options;
  const path = pathOf(options, denoiser.predicts);
  const prompts = await promptsOf(denoiser, options);
  const { denoise, evaluations } = asker(denoiser, { ...options, ...prompts });
  const start = startOf({ ...options, count: prompts.count }, { denoiser, path });
  const { levels } = start;
  const keep = inpaint && keeper(inpaint, { x: start.x, rng: needed(rng) });
  const noise = (x: X) => gaussianLike(x, needed(rng));
  const steps = levels.length - 1;
  let x = start.x;
  let history: Past<X>[] = [];
  for (let index = 0; index < steps; index++) {
    signal?.throwIfAborted();
    const [from, to] = [levels[index], levels[index + 1]];
    const step = { from, to, index, steps, history, denoise, noise, ...path.process };
    const { x: next, x0, eps, start = x } = await sampler(x, step);
    history = [...history, { from, x0, eps, start }].slice(-memory);
    x = keep ? keep(next, to) : next;
    yield { index, steps, ...seen(from), x, x0, eps, evaluations: evaluations() };
    await breathe();
  }
}

function seen({ t, a, s, sigma }: Level): Pick<SampleStep<HostValues>, "t" | "sigma" | "snr"> {
  return { t, sigma, snr: (a / s) ** 2 };
}

function needed(rng: Random | undefined): Random {
  if (rng) return rng;
  throw new TypeError("Cannot sample: this draws noise; give rng to draw it from");
}
