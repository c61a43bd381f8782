import { checkInteger, checkOneOf } from "../core/check.ts";

/** How a sampler's steps lie among the steps of the training. */
export type Spacing = "leading" | "trailing" | "linspace";

export interface TimestepsOptions {
  /** How many steps the model was trained on. Default: 1000. */
  trainSteps?: number;
  /** How many steps to take, 1 to `trainSteps`. */
  steps: number;
  /** Default: "trailing". */
  spacing?: Spacing;
  /** Added to each step of "leading"; Stable Diffusion 1 and 2 use 1. Default: 0. */
  offset?: number;
}

/**
 * Chooses the steps at which a sampler asks the model, noisiest first.
 *
 * - "trailing" counts down from the last step, trainSteps − 1, at equal distances: it starts where pure noise belongs.
 * - "leading" counts up from `offset` at equal whole distances: it ends at the first step and never reaches the last.
 * - "linspace" goes from the last step to step 0, both included, rounded (a single step is the last one).
 *
 * Lin et al. 2024, "Common Diffusion Noise Schedules and Sample Steps are Flawed", table 2.
 *
 * @returns Exactly `steps` different whole numbers, falling.
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { timesteps } from "noisebook";
 *
 * assert.deepEqual([...timesteps({ steps: 4, spacing: "trailing" })], [999, 749, 499, 249]);
 * assert.deepEqual([...timesteps({ steps: 4, spacing: "leading", offset: 1 })], [751, 501, 251, 1]);
 * assert.deepEqual([...timesteps({ steps: 4, spacing: "linspace" })], [999, 666, 333, 0]);
 * ```
 */
export function timesteps({
  trainSteps = 1000,
  steps,
  spacing = "trailing",
  offset = 0,
}: TimestepsOptions): Int32Array {
  const doing = "space steps";
  checkInteger(trainSteps, { doing, name: "trainSteps", from: 1 });
  checkInteger(steps, { doing, name: "steps", from: 1, to: trainSteps });
  checkOneOf(spacing, { doing, name: "spacing", names: ["leading", "trailing", "linspace"] });
  checkInteger(offset, { doing, name: "offset", from: 0, to: trainSteps - 1 });
  const last = trainSteps - 1;
  const distance = Math.floor(trainSteps / steps);
  const shift = Math.min(offset, last - (steps - 1) * distance);
  const step: Record<Spacing, (index: number) => number> = {
    // The distance with the rounding of NumPy's arange, which decides what becomes of an exact half.
    trailing: (index) =>
      roundHalfEven(trainSteps - index * (trainSteps - (trainSteps - trainSteps / steps))) - 1,
    leading: (index) => (steps - 1 - index) * distance + shift,
    linspace: (index) => (steps === 1 ? last : roundHalfEven((steps - 1 - index) * (last / (steps - 1)))),
  };
  return Int32Array.from({ length: steps }, (_, index) => step[spacing](index));
}

/** Rounds a half to the even neighbour, as NumPy does, so that the lists are those of other programs. */
function roundHalfEven(x: number): number {
  const rounded = Math.round(x);
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
