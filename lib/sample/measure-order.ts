import { checkInteger } from "../core/check.ts";
import { combine } from "../core/combine.ts";
import { slope } from "../core/slope.ts";
import type { HostValues } from "../core/values.ts";
import type { Denoiser } from "../process/denoiser.ts";
import { karrasSigmas } from "../schedule/sigmas.ts";
import { sample } from "./sample.ts";
import { holdNoise, type Sampler } from "./sampler.ts";

export interface MeasureOrderOptions<X extends HostValues> {
  sampler: Sampler;
  /** Where to start, at the noise level sigmaMax: several rows, so that no lucky one decides. */
  x: X;
  /** The numbers of steps to compare, growing. Default: 128, 256, 512. */
  steps?: readonly number[];
  /** Where to stop: above 0, since a last step to 0 is first order whatever the method. Default: 0.05. */
  sigmaMin?: number;
  /** Default: 20. */
  sigmaMax?: number;
  /** How the σ are spaced; see `karrasSigmas`. Default: 7. */
  rho?: number;
}

/** How the error of a sampler falls. */
export interface MeasuredOrder {
  /** The p in error ∝ steps^−p: 1 for Euler, 2 for Heun. */
  order: number;
  steps: number[];
  /** The mean distance to the exact end for each number of steps. */
  errors: number[];
}

/**
 * Measures the order of a sampler: how fast its error falls when it takes more steps.
 *
 * The exact end is computed with the classic Runge-Kutta method of order 4 in twice as many steps. The order is the
 * slope of a straight line through the logarithms. It tells a sampler that is not what it is named.
 *
 * @throws {RangeError} If there are fewer than two numbers of steps, or an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { combine, euler, measureOrder, mixture, random } from "noisebook";
 *
 * const exact = mixture({ weights: [0.6, 0.4], means: [[-1], [2]], deviations: [0.4, 0.5] });
 * const x = combine([20, { data: random(1).normal(8), count: 8, dim: 1 }]);
 * const { order } = await measureOrder(exact, { sampler: euler, x });
 * assert.ok(Math.abs(order - 1) < 0.05);
 * ```
 */
export async function measureOrder<X extends HostValues>(
  denoiser: Denoiser<X>,
  options: MeasureOrderOptions<X>,
): Promise<MeasuredOrder> {
  const { sampler, x, steps = [128, 256, 512], sigmaMin = 0.05, sigmaMax = 20, rho = 7 } = options;
  checkInteger(steps.length, { doing: "measure the order", name: "steps.length", from: 2 });
  const end = async (sampler: Sampler, count: number): Promise<X> => {
    const sigmas = karrasSigmas({ steps: count, sigmaMin, sigmaMax, rho, toZero: false });
    let last = x;
    for await (const step of sample(denoiser, { sigmas, sampler, x })) last = step.x;
    return last;
  };
  const exact = await end(rungeKutta, 2 * Math.max(...steps));
  const errors: number[] = [];
  for (const count of steps) errors.push(distance(await end(sampler, count), exact));
  return { order: -slope(steps.map(Math.log), errors.map(Math.log)), steps: [...steps], errors };
}

/** The classic method of order 4 for dx/dσ = ε, with its middle at the middle of σ. */
const rungeKutta: Sampler = async (x, step) => {
  const { from, to, denoise } = step;
  const middle = step.levelOf((from.sigma + to.sigma) / 2);
  const first = await denoise(x, from);
  const second = await denoise(holdNoise(x, first.eps, { from, to: middle }), middle);
  const third = await denoise(holdNoise(x, second.eps, { from, to: middle }), middle);
  const fourth = await denoise(holdNoise(x, third.eps, step), to);
  const mean = combine([1 / 6, first.eps], [1 / 3, second.eps], [1 / 3, third.eps], [1 / 6, fourth.eps]);
  return { ...first, x: holdNoise(x, mean, step) };
};

/** The mean distance of the rows. */
function distance(left: HostValues, right: HostValues): number {
  const width = left.data.length / left.count;
  let sum = 0;
  for (let row = 0; row < left.count; row++) {
    let square = 0;
    for (let k = row * width; k < (row + 1) * width; k++) square += (left.data[k] - right.data[k]) ** 2;
    sum += Math.sqrt(square);
  }
  return sum / left.count;
}
