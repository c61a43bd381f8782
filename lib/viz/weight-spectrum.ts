/** How many directions a change of weights has. */
import { lineChart } from "./line-chart.ts";
import type { SvgFigure } from "./svg-figure.ts";

/** The singular values of one matrix, of {@link singularValues}. */
export interface Spectrum {
  name: string;
  values: ArrayLike<number>;
}

/** Below this share of the largest, a singular value is a rounding error of float32. */
const rounding = 1e-6;

/**
 * Draws singular values, the largest first, on a logarithmic axis: an adapter of rank r has r of them, full fine-tuning as
 * many as the matrix has rows. The legend says how many hold 99 % of the sum of squares. What is below a millionth of the
 * largest is 0 in float32 and left out.
 *
 * Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models", section 7.2.
 *
 * @throws {RangeError} If there is no matrix or more than seven, or none has a value above 0.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { weightSpectrum } from "noisebook";
 *
 * const figure = weightSpectrum([{ name: "rank 2", values: [3, 1, 0, 0] }]);
 * assert.match(figure.alt, /rank 2 \(99 % in 2\) from 3 to 1/);
 * ```
 */
export function weightSpectrum(spectra: readonly Spectrum[], { title }: { title?: string } = {}): SvgFigure {
  const series = spectra.map(({ name, values }) => {
    const sorted = Array.from(values).sort((a, b) => b - a);
    const kept = sorted.filter((value) => value > rounding * sorted[0]);
    return { name: `${name} (99 % in ${needed(kept)})`, x: kept.map((_, at) => at + 1), y: kept };
  });
  return lineChart({
    series,
    x: { title: "number of the singular value, the largest first" },
    y: { title: "singular value", log: true },
    title: title ?? "Singular values",
    points: true,
  });
}

/** How many of the values, the largest first, hold 99 % of the sum of squares. */
function needed(values: number[]): number {
  const total = values.reduce((sum, value) => sum + value * value, 0);
  let [sum, count] = [0, 0];
  while (count < values.length && sum < 0.99 * total) sum += values[count++] ** 2;
  return count;
}
