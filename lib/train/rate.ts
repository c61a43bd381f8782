/** Learning rates over the steps of a training. */
import { checkInteger, checkPositive } from "../core/check.ts";

/** The learning rate of a step: `step` counts from 0 to `steps` − 1. */
export type Rate = (step: number, steps: number) => number;

/**
 * Always the same rate.
 *
 * @throws {RangeError} If the rate is not above 0.
 */
export function constantRate(rate: number): Rate {
  checkPositive(rate, { doing: "make a constant rate", name: "rate" });
  return () => rate;
}

export interface CosineRateOptions {
  /** Where the rate ends. Default: 0. */
  end?: number;
}

/**
 * Makes a rate that falls along half a cosine wave.
 *
 * η_i = end + (peak − end)·(1 + cos(π·i/n))/2
 *
 * Loshchilov and Hutter 2017, "SGDR: Stochastic Gradient Descent with Warm Restarts", equation 5, without restarts.
 *
 * @throws {RangeError} If peak is not above 0.
 *
 * @example Half way, half of the rate is left
 * ```ts
 * import assert from "node:assert/strict";
 * import { cosineRate } from "noisebook";
 *
 * assert.equal(cosineRate(2e-3)(500, 1000).toFixed(6), "0.001000");
 * ```
 */
export function cosineRate(peak: number, { end = 0 }: CosineRateOptions = {}): Rate {
  checkPositive(peak, { doing: "make a cosine rate", name: "peak" });
  return (step, steps) => between(peak, end, step / steps);
}

export interface OneCycleRateOptions {
  /** The share of the steps on which the rate rises. Default: 0.3. */
  rise?: number;
  /** The rate starts at peak/start. Default: 25. */
  start?: number;
  /** The rate ends at peak/start/end. Default: 10,000. */
  end?: number;
}

/**
 * Makes a rate that rises to its peak and falls to almost nothing, both along half a cosine wave.
 *
 * Smith and Topin 2018, "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates"; the
 * numbers are those of PyTorch's OneCycleLR.
 *
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { oneCycleRate } from "noisebook";
 *
 * const rate = oneCycleRate(1e-2);
 * assert.deepEqual([rate(0, 1000), rate(299, 1000)].map((value) => value.toFixed(6)), ["0.000400", "0.010000"]);
 * ```
 */
export function oneCycleRate(
  peak: number,
  { rise = 0.3, start = 25, end = 1e4 }: OneCycleRateOptions = {},
): Rate {
  const doing = "make a one-cycle rate";
  checkPositive(peak, { doing, name: "peak" });
  checkPositive(start, { doing, name: "start" });
  checkPositive(end, { doing, name: "end" });
  if (!(rise > 0 && rise < 1))
    throw new RangeError(`Cannot ${doing}: rise must be a number above 0 and below 1, got ${rise}`);
  const first = peak / start;
  return (step, steps) => {
    const top = rise * steps - 1;
    const last = Math.max(steps - 1, 1);
    return step <= top
      ? between(first, peak, top > 0 ? step / top : 1)
      : between(peak, first / end, (step - top) / (last - top));
  };
}

/**
 * Makes a rate that starts with a straight rise: step i of the first `steps` has (i + 1)/steps of the rate.
 *
 * Goyal et al. 2017, "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour", section 2.2. After the rise, `rate`
 * counts from its own start.
 *
 * @throws {RangeError} If steps is not a whole number from 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { constantRate, warmup } from "noisebook";
 *
 * const rate = warmup(constantRate(0.5), { steps: 10 });
 * assert.deepEqual([rate(0, 100), rate(9, 100), rate(50, 100)], [0.05, 0.5, 0.5]);
 * ```
 */
export function warmup(rate: Rate, { steps: rise }: { steps: number }): Rate {
  checkInteger(rise, { doing: "warm up", name: "steps", from: 1 });
  return (step, steps) =>
    step < rise ? (rate(0, Math.max(1, steps - rise)) * (step + 1)) / rise : rate(step - rise, steps - rise);
}

/** From one rate to another, half a cosine wave long. */
function between(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
}
