import { combine } from "../core/combine.ts";
import type { HostValues } from "../core/values.ts";
import type { Denoised } from "../process/denoiser.ts";
import type { Level } from "../schedule/level.ts";
import type { Move, Step } from "./sampler.ts";

/**
 * Takes Euler's step along the flow dx/dt = v, from noise at t = 1 to data at t = 0.
 *
 * x' = x + (t' − t)·v, v = ε − x_0
 *
 * Liu et al. 2022, "Flow Straight and Fast", section 2.1; the sampler of Stable Diffusion 3 and Flux. First order.
 *
 * @throws {RangeError} If the levels are not flow's.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, flowEuler, flowSigmas, mixture, predicting, random, sample } from "noisebook";
 *
 * const velocity = predicting(mixture({ weights: [1], means: [[3]], deviations: [0.2] }), "flow");
 * const setup = { sigmas: flowSigmas({ steps: 20 }), sampler: flowEuler, rng: random(1) };
 * const steps = await collect(sample(velocity, setup));
 * assert.ok(Math.abs(steps[19].x.data[0] - 3) < 1);
 * ```
 */
export async function flowEuler<X extends HostValues>(x: X, step: Step<X>): Promise<Move<X>> {
  const { x0, eps } = await step.denoise(x, step.from);
  return { x: flowStep(x, velocity({ x0, eps }), step), x0, eps };
}

/** v = ε − x_0 */
export function velocity<X extends HostValues>({ x0, eps }: Denoised<X>): X {
  return combine([1, eps], [-1, x0]);
}

/** x' = x + (t' − t)·v; flow's t is the factor of the noise. */
export function flowStep<X extends HostValues>(x: X, v: X, { from, to }: { from: Level; to: Level }): X {
  for (const { a, s } of [from, to])
    if (Math.abs(a + s - 1) > 1e-9)
      throw new RangeError(
        `Cannot sample a flow: the levels must have a + s = 1, got ${a} and ${s}; give sigmas from flowSigmas and a denoiser that predicts flow`,
      );
  return combine([1, x], [to.s - from.s, v]);
}
