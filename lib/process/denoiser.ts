/** The contract of all denoisers: exact ones, ideal ones and trained models. */
import { combine } from "../core/combine.ts";
import type { HostValues } from "../core/values.ts";
import type { Level } from "../schedule/level.ts";
import { convert, type Target } from "./target.ts";

/**
 * Something that looks at noised data and says what it believes was there before the noise.
 *
 * A function of x and its noise level, and the name of what it returns: nothing else is needed for sampling. The simplest
 * ones are written in place: `{ predicts: "x0", predict: (x) => combine([0, x]) }`.
 */
export interface Denoiser<X extends HostValues = HostValues, Condition = unknown> {
  /** The kind of prediction that `predict` returns. */
  readonly predicts: Target;
  /** The sizes of one row, [dim] or [height, width, channels]: lets `sample` draw its own starting noise. */
  readonly shape?: readonly number[];
  /** Predicts for all rows of x, which are at one noise level; without a condition, for data of all kinds. */
  predict(x: X, level: Level, condition?: Condition): X | Promise<X>;
  /** Makes a condition from texts, one for each row. */
  embed?(prompts: readonly string[]): Condition | Promise<Condition>;
}

/** The two ends that a prediction stands for: x = a·x_0 + s·ε. */
export interface Denoised<X extends HostValues> {
  x0: X;
  eps: X;
}

/**
 * Finds the clean data and the noise that a prediction stands for.
 *
 * Where no data are left (a = 0) the noise is x itself, and where there is no noise (s = 0) the data are x itself.
 *
 * @throws {RangeError} If the prediction does not determine x_0: ε at pure noise.
 */
export function denoised<X extends HostValues>(
  prediction: X,
  { x, level, predicts }: { x: X; level: Level; predicts: Target },
): Denoised<X> {
  const { a, s } = level;
  const x0 = s === 0 ? combine([1 / a, x]) : convert(prediction, { from: predicts, to: "x0", x, a, s });
  const eps =
    s === 0 && predicts === "x0"
      ? combine([0, x])
      : convert(prediction, { from: predicts, to: "eps", x, a, s });
  return { x0, eps };
}

/**
 * Makes a denoiser that predicts another kind of what the given one predicts.
 *
 * @example An exact denoiser as a model of the velocity
 * ```ts
 * import assert from "node:assert/strict";
 * import { mixture, predicting } from "noisebook";
 *
 * const exact = mixture({ weights: [1], means: [[3]], deviations: [1] });
 * const velocity = predicting(exact, "flow");
 * assert.equal(velocity.predicts, "flow");
 * ```
 */
export function predicting<X extends HostValues, Condition>(
  denoiser: Denoiser<X, Condition>,
  target: Target,
): Denoiser<X, Condition> {
  return {
    ...denoiser,
    predicts: target,
    async predict(x, level, condition) {
      const prediction = await denoiser.predict(x, level, condition);
      return convert(prediction, { from: denoiser.predicts, to: target, x, a: level.a, s: level.s });
    },
  };
}
