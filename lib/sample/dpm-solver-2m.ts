import { combine } from "../core/combine.ts";
import type { HostValues } from "../core/values.ts";
import { lambdaOf } from "../schedule/level.ts";
import { holdData, type Move, type Step } from "./sampler.ts";

/**
 * Takes a step of DPM-Solver++(2M): exact for the linear part of the ODE, a straight line for the data prediction.
 *
 * D = x_0 + h/(2 h_before)·(x_0 − x_0,before), h = λ' − λ, λ = ln(a/s); then x' = (s'/s)·x − a'(e^{−h} − 1)·D
 *
 * Lu et al. 2022, "DPM-Solver++: Fast Solver for Guided Sampling of Diffusion Probabilistic Models", algorithm 2. Second
 * order at one evaluation a step; the first step, and a last step to clean data, are first order.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, dpmSolver2m, karrasSigmas, mixture, random, sample } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[3]], deviations: [0.2] });
 * const setup = { sigmas: karrasSigmas({ steps: 20 }), sampler: dpmSolver2m, rng: random(1) };
 * const steps = await collect(sample(exact, setup));
 * assert.ok(Math.abs(steps[19].x.data[0] - 3) < 1);
 * ```
 */
export async function dpmSolver2m<X extends HostValues>(x: X, step: Step<X>): Promise<Move<X>> {
  const { x0, eps } = await step.denoise(x, step.from);
  return { x: holdData(x, extrapolated(x0, step), step), x0, eps };
}

/**
 * Takes a step of the stochastic form of DPM-Solver++(2M).
 *
 * x' = (s'/s)·e^{−h}·x + a'(1 − e^{−2h})·D + s'·√(1 − e^{−2h})·ε', D as in `dpmSolver2m`
 *
 * Lu et al. 2022, "DPM-Solver++", appendix on SDE-DPM-Solver++(2M).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, dpmSolver2mSde, karrasSigmas, mixture, random, sample } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[3]], deviations: [0.2] });
 * const setup = { sigmas: karrasSigmas({ steps: 20 }), sampler: dpmSolver2mSde, rng: random(1) };
 * const steps = await collect(sample(exact, setup));
 * assert.ok(Math.abs(steps[19].x.data[0] - 3) < 1);
 * ```
 */
export async function dpmSolver2mSde<X extends HostValues>(x: X, step: Step<X>): Promise<Move<X>> {
  const { from, to } = step;
  const { x0, eps } = await step.denoise(x, from);
  const data = extrapolated(x0, step);
  if (to.s === 0) return { x: combine([to.a, data]), x0, eps };
  // e^{−h} = σ'/σ
  const shrink = to.sigma / from.sigma;
  const fresh = 1 - shrink ** 2;
  const next = combine(
    [(to.s / from.s) * shrink, x],
    [to.a * fresh, data],
    [to.s * Math.sqrt(fresh), step.noise(x)],
  );
  return { x: next, x0, eps };
}

/** The data prediction in the middle of the step, by a straight line through the last two. */
function extrapolated<X extends HostValues>(x0: X, { from, to, history }: Step<X>): X {
  const before = history.at(-1);
  if (!before || to.s === 0 || before.from.a === 0) return x0;
  const ratio = (lambdaOf(to) - lambdaOf(from)) / (2 * (lambdaOf(from) - lambdaOf(before.from)));
  return combine([1 + ratio, x0], [-ratio, before.x0]);
}
