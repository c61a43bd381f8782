import { checkFinite, checkInteger } from "../core/check.ts";
import { type Coefficient, combine, mapCoefficient } from "../core/combine.ts";
import { type NoiseOptions, noiseFor } from "../core/gaussian.ts";
import { tidy } from "../core/tidy.ts";
import { isTensor, type Values } from "../core/values.ts";
import type { Schedule } from "../schedule/schedule.ts";

export type ForwardOptions<X extends Values> = { schedule: Schedule } & NoiseOptions<X>;

/**
 * Draws x_t from q(x_t | x_0), the forward process in closed form.
 *
 * x_t = √ᾱ_t · x_0 + √(1 − ᾱ_t) · ε
 *
 * Ho et al. 2020, "Denoising Diffusion Probabilistic Models", equation 4.
 *
 * @param x0 Clean data with mean near 0 and deviation near 1, or pictures in [−1, 1]: images, points or a tensor with
 *   the batch first.
 * @param t Step, 0 to schedule.steps − 1: one for the batch, or one per row.
 * @param options The schedule; and `noise`, ε ~ N(0, I) of the kind and shape of x0, or `rng`, from which to draw it.
 * @returns Noised data of the kind and shape of x0; the caller owns a tensor.
 * @throws {ShapeError} If noise and x0 differ in kind or shape, or t has not one step per row.
 * @throws {RangeError} If a step lies outside the schedule.
 *
 * @example The last step is almost pure noise
 * ```ts
 * import assert from "node:assert/strict";
 * import { forward, linearSchedule } from "noisebook";
 *
 * const x0 = { data: Float64Array.of(1, -1), count: 1, dim: 2 };
 * const noise = { data: Float64Array.of(0.5, 2), count: 1, dim: 2 };
 * const xt = forward(x0, 999, { schedule: linearSchedule(), noise });
 * assert.ok(Math.abs(xt.data[0] - 0.5) < 0.01 && Math.abs(xt.data[1] - 2) < 0.01);
 * ```
 */
export function forward<X extends Values>(x0: X, t: Coefficient, options: ForwardOptions<X>): X {
  const { schedule } = options;
  if (!isTensor(x0)) checkFinite(x0.data, { doing: "noise x0", name: "x0" });
  const alphaBar = mapCoefficient(t, (step) => {
    checkInteger(step, { doing: "noise x0", name: "t", from: 0, to: schedule.steps - 1 });
    return schedule.alphaBar[step];
  });
  const a = mapCoefficient(alphaBar, Math.sqrt);
  const s = mapCoefficient(alphaBar, (share) => Math.sqrt(1 - share));
  return tidy(x0, () => combine([a, x0], [s, noiseFor(x0, options)]));
}
