import { breathe } from "../core/breathe.ts";
import { combine } from "../core/combine.ts";
import { gaussianLike } from "../core/gaussian.ts";
import type { Random } from "../core/random.ts";
import type { HostValues } from "../core/values.ts";
import type { Schedule } from "../schedule/schedule.ts";

export interface WalkOptions {
  schedule: Schedule;
  rng: Random;
  /** Stops the walk with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Walks the forward process step by step, as it is defined: each step adds its own noise.
 *
 * x_t = √(1 − β_t) · x_{t−1} + √β_t · ε_t
 *
 * Ho et al. 2020, "Denoising Diffusion Probabilistic Models", equation 2. `forward` jumps to any step at once and draws
 * from the same distribution.
 *
 * @returns One record for each step, t = 0 to schedule.steps − 1, with data of the kind of x0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { linearSchedule, random, walk } from "noisebook";
 *
 * const x0 = { data: Float64Array.of(1, 2), count: 1, dim: 2 };
 * const steps = [];
 * for await (const step of walk(x0, { schedule: linearSchedule({ steps: 5 }), rng: random(1) })) steps.push(step.t);
 * assert.deepEqual(steps, [0, 1, 2, 3, 4]);
 * ```
 */
export async function* walk<X extends HostValues>(
  x0: X,
  { schedule, rng, signal }: WalkOptions,
): AsyncGenerator<{ t: number; x: X }, void> {
  let x = x0;
  for (let t = 0; t < schedule.steps; t++) {
    signal?.throwIfAborted();
    const beta = schedule.beta[t];
    x = combine([Math.sqrt(1 - beta), x], [Math.sqrt(beta), gaussianLike(x, rng)]);
    yield { t, x };
    await breathe();
  }
}
