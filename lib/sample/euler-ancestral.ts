import { checkNumber } from "../core/check.ts";
import { combine } from "../core/combine.ts";
import type { HostValues } from "../core/values.ts";
import type { Move, Step } from "./sampler.ts";

/**
 * Takes Euler's step to below the next level, and adds the noise that is missing.
 *
 * x' = x + (σ_down − σ)·ε + σ_up·ε' = x_0 + σ_down·ε + σ_up·ε', σ_up² = η²·σ'²(σ² − σ'²)/σ², σ_down² = σ'² − σ_up²
 *
 * Song et al. 2021, "Score-Based Generative Modeling through Stochastic Differential Equations", ancestral sampling of the
 * variance-exploding process; known as "Euler a". With η = 0 it is `euler`.
 *
 * @param x What the step begins with.
 * @param step From which level to which, and what denoises.
 * @param options
 * @param options.eta η, 0 to 1. Default: 1.
 * @throws {RangeError} If eta is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, eulerAncestral, karrasSigmas, mixture, random, sample } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[3]], deviations: [0.2] });
 * const setup = { sigmas: karrasSigmas({ steps: 20 }), sampler: eulerAncestral, rng: random(1) };
 * const steps = await collect(sample(exact, setup));
 * assert.ok(Math.abs(steps[19].x.data[0] - 3) < 1);
 * ```
 */
export async function eulerAncestral<X extends HostValues>(
  x: X,
  { from, to, denoise, noise }: Step<X>,
  { eta = 1 }: { eta?: number } = {},
): Promise<Move<X>> {
  checkNumber(eta, { doing: "sample with eulerAncestral", name: "eta", from: 0, to: 1 });
  const { x0, eps } = await denoise(x, from);
  const up = eta * to.sigma * Math.sqrt(1 - (to.sigma / from.sigma) ** 2);
  const down = Math.sqrt(to.sigma ** 2 - up ** 2);
  // From x_0, as σ may be infinite where no data are left.
  const next = combine([to.a, x0], [to.a * down, eps]);
  return { x: up === 0 ? next : combine([1, next], [to.a * up, noise(x)]), x0, eps };
}
