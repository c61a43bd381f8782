import { checkOneOf } from "../core/check.ts";
import { combine, type Term } from "../core/combine.ts";
import type { HostValues } from "../core/values.ts";
import { holdNoise, type Move, type Step } from "./sampler.ts";

/** The Adams-Bashforth factors by how many directions are known, newest first. */
const factors = [[1], [3 / 2, -1 / 2], [23 / 12, -16 / 12, 5 / 12], [55 / 24, -59 / 24, 37 / 24, -9 / 24]];

export interface PndmOptions {
  /**
   * How the first steps are made, which have too few directions to look back on: "heun" takes one step that asks twice,
   * as Stable Diffusion's PLMS does, then fewer directions; "rk4" takes three steps that ask four times, as in the paper.
   * Default: "heun".
   */
  warmup?: "heun" | "rk4";
}

/**
 * Takes a pseudo linear multi-step: DDIM's step with a direction made of the latest four.
 *
 * ε' = (55 ε_t − 59 ε_{t+1} + 37 ε_{t+2} − 9 ε_{t+3})/24, then x moves as if its noise were ε'
 *
 * Liu et al. 2022, "Pseudo Numerical Methods for Diffusion Models on Manifolds". The factors are for evenly spaced steps.
 *
 * @throws {RangeError} If warmup is no such name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, linearSchedule, mixture, pndm, random, sample } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[3]], deviations: [0.2] });
 * const setup = { schedule: linearSchedule(), sampler: pndm, steps: 20, rng: random(1) };
 * const steps = await collect(sample(exact, setup));
 * assert.equal(steps[19].evaluations, 21);
 * ```
 */
export async function pndm<X extends HostValues>(
  x: X,
  step: Step<X>,
  { warmup = "heun" }: PndmOptions = {},
): Promise<Move<X>> {
  checkOneOf(warmup, { doing: "sample with pndm", name: "warmup", names: ["heun", "rk4"] });
  const { from, to, history } = step;
  const { x0, eps } = await step.denoise(x, from);
  if (to.s > 0 && warmup === "heun" && history.length === 0) {
    const ahead = await step.denoise(holdNoise(x, eps, step), to);
    return { x: holdNoise(x, combine([0.5, eps], [0.5, ahead.eps]), step), x0, eps };
  }
  if (to.s > 0 && warmup === "rk4" && history.length < 3)
    return { x: holdNoise(x, await rungeKutta(x, eps, step), step), x0, eps };
  const newestFirst = [
    eps,
    ...history
      .slice(-3)
      .map((before) => before.eps)
      .reverse(),
  ];
  const terms = newestFirst.map((direction, j): Term<X> => [factors[newestFirst.length - 1][j], direction]);
  return { x: holdNoise(x, combine(...(terms as [Term<X>, ...Term<X>[]])), step), x0, eps };
}

/** The direction of the pseudo Runge-Kutta method of order 4: (ε_1 + 2 ε_2 + 2 ε_3 + ε_4)/6. */
async function rungeKutta<X extends HostValues>(x: X, first: X, step: Step<X>): Promise<X> {
  const { from, to, denoise } = step;
  const middle = step.levelAt((from.t + to.t) / 2);
  const second = await denoise(holdNoise(x, first, { from, to: middle }), middle);
  const third = await denoise(holdNoise(x, second.eps, { from, to: middle }), middle);
  const fourth = await denoise(holdNoise(x, third.eps, step), to);
  return combine([1 / 6, first], [1 / 3, second.eps], [1 / 3, third.eps], [1 / 6, fourth.eps]);
}
