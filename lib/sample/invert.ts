import { breathe } from "../core/breathe.ts";
import { checkFinite, checkInteger } from "../core/check.ts";
import type { HostValues } from "../core/values.ts";
import type { Denoiser } from "../process/denoiser.ts";
import { type AskOptions, asker } from "./ask.ts";
import { type LevelOptions, pathOf } from "./levels.ts";
import type { SampleStep } from "./sample.ts";
import { holdNoise } from "./sampler.ts";

export interface InvertOptions<X extends HostValues, Condition>
  extends LevelOptions,
    Pick<AskOptions<X, Condition>, "condition"> {
  /** Clean data to find the noise of. */
  x: X;
  /** How often each step is refined; 1 is DDIM inversion as it is known. Default: 1. */
  refinements?: number;
  signal?: AbortSignal | undefined;
}

/**
 * Walks DDIM backwards: from data to the noise that DDIM turns into these data.
 *
 * x_t = √ᾱ_t·x_0 + √(1 − ᾱ_t)·ε(x_t, t), with x_s in place of the unknown x_t to begin with
 *
 * Mokady et al. 2023, "Null-text Inversion for Editing Real Images using Guided Diffusion Models", section 3.1. Each
 * refinement puts the x_t just found back into ε (Pan et al. 2023, "Effective Real Image Editing with Accelerated Iterative
 * Diffusion Inversion"); with some, `sample` with `ddim` over the same levels returns the data that came, unless a step is so long that putting x_t
 * back does not settle, as the cosine schedule's first one.
 *
 * @returns One record after each step, noisier and noisier; the last one's `x` is the noise.
 * @throws {RangeError} If the levels do not fall, or an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, invert, linearSchedule, mixture, sample } from "noisebook";
 *
 * const exact = mixture({ weights: [0.5, 0.5], means: [[-2], [2]], deviations: [0.5, 0.5] });
 * const x = { data: Float64Array.of(1.7), count: 1, dim: 1 };
 * const setup = { schedule: linearSchedule(), steps: 50 };
 * const noise = (await collect(invert(exact, { ...setup, x, refinements: 10 }))).at(-1)?.x;
 * const back = (await collect(sample(exact, { ...setup, ...(noise && { x: noise }) }))).at(-1)?.x;
 * assert.equal(back?.data[0].toFixed(3), "1.700");
 * ```
 */
export async function* invert<X extends HostValues, Condition = unknown>(
  denoiser: Denoiser<X, Condition>,
  options: InvertOptions<X, Condition>,
): AsyncGenerator<SampleStep<X>, void> {
  const { condition, refinements = 1, signal } = options;
  checkInteger(refinements, { doing: "invert", name: "refinements", from: 1 });
  checkFinite(options.x.data, { doing: "invert", name: "x" });
  const { denoise, evaluations } = asker(denoiser, { condition });
  const levels = [...pathOf(options, denoiser.predicts).levels].reverse();
  const steps = levels.length - 1;
  let x = options.x;
  for (let index = 0; index < steps; index++) {
    signal?.throwIfAborted();
    const [from, to] = [levels[index], levels[index + 1]];
    let guess = x;
    let found = await denoise(guess, to);
    for (let refinement = 0; refinement < refinements; refinement++) {
      if (refinement > 0) found = await denoise(guess, to);
      guess = holdNoise(x, found.eps, { from, to });
    }
    x = guess;
    const { t, sigma } = to;
    yield { index, steps, t, sigma, snr: 1 / sigma ** 2, x, ...found, evaluations: evaluations() };
    await breathe();
  }
}
