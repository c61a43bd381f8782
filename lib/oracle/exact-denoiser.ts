import { ShapeError } from "../core/tensor.ts";
import type { HostValues } from "../core/values.ts";
import type { Denoiser } from "../process/denoiser.ts";

/** A class by its number: one for all rows, or one per row. */
export type Label = number | ArrayLike<number>;

/** A denoiser that is computed, not learned: it returns the mean of all x_0 that may be behind x. */
export interface ExactDenoiser<X extends HostValues> extends Denoiser<X, Label> {
  readonly predicts: "x0";
  readonly shape: readonly number[];
  predict(x: X, level: { a: number; s: number }, label?: Label): X;
  /** D(x, σ) = E[x_0 | x_0 + σ·ε = x]; with a label, for data of that class only. */
  denoise(x: X, sigma: number, label?: Label): X;
}

/**
 * Returns the class that each row is asked for; nothing where there is no label.
 *
 * @throws {ShapeError} If there are labels, and not one a row.
 */
export function labelsOf(label: Label | undefined, count: number): (row: number) => number | undefined {
  if (label === undefined || typeof label === "number") return () => label;
  if (label.length !== count)
    throw new ShapeError(
      `Cannot denoise: label must be one number or one for each row, got ${label.length} for ${count} rows`,
    );
  return (row) => label[row];
}
