import { combine } from "../core/combine.ts";
import type { HostValues } from "../core/values.ts";
import { flowStep, velocity } from "./flow-euler.ts";
import type { Move, Step } from "./sampler.ts";

/**
 * Takes Heun's step along the flow dx/dt = v: an Euler step to look ahead, then the mean of both velocities.
 *
 * x' = x + (t' − t)·(v + v')/2, v' the velocity at the end of the Euler step
 *
 * Liu et al. 2022, "Flow Straight and Fast", with Heun's method. Second order at two evaluations a step; the last step,
 * to t = 0, is Euler's.
 *
 * @throws {RangeError} If the levels are not flow's.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, flowHeun, flowSigmas, mixture, predicting, random, sample } from "noisebook";
 *
 * const velocity = predicting(mixture({ weights: [1], means: [[3]], deviations: [0.2] }), "flow");
 * const setup = { sigmas: flowSigmas({ steps: 20 }), sampler: flowHeun, rng: random(1) };
 * const steps = await collect(sample(velocity, setup));
 * assert.equal(steps[19].evaluations, 39);
 * ```
 */
export async function flowHeun<X extends HostValues>(x: X, step: Step<X>): Promise<Move<X>> {
  const { x0, eps } = await step.denoise(x, step.from);
  const v = velocity({ x0, eps });
  const ahead = flowStep(x, v, step);
  if (step.to.s === 0) return { x: ahead, x0, eps };
  const next = velocity(await step.denoise(ahead, step.to));
  return { x: flowStep(x, combine([0.5, v], [0.5, next]), step), x0, eps };
}
