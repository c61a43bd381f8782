import { checkNumber, checkPositive } from "../core/check.ts";
import { combine } from "../core/combine.ts";
import { like } from "../core/like.ts";
import type { HostValues } from "../core/values.ts";
import type { Denoised } from "../process/denoiser.ts";
import type { Level } from "../schedule/level.ts";

/** A bound b: x_0 is cut to −b … b. Or the part of each row's numbers that dynamic thresholding leaves as they are. */
export type Clip = number | { quantile: number };

/**
 * Cuts a prediction of x_0 to the range of the data, and finds the noise that belongs to what is left: after the cut,
 * x = a·x_0 + s·ε holds again.
 *
 * With a quantile, each row is cut at that quantile q of its absolute values and divided by q, if q is above 1 (Saharia
 * et al. 2022, "Photorealistic Text-to-Image Diffusion Models with Deep Language Understanding", section 2.3).
 *
 * @throws {RangeError} If the bound is not above 0, or the quantile not from 0 to 1.
 */
export function clipped<X extends HostValues>(
  { x0, eps }: Denoised<X>,
  { x, level, clip }: { x: X; level: Level; clip: Clip },
): Denoised<X> {
  const bounds = boundsOf(x0, clip);
  const width = x0.data.length / x0.count;
  const scale = typeof clip === "number" ? 1 : undefined;
  const data = Float64Array.from(x0.data, (value, index) => {
    const bound = bounds[Math.floor(index / width)];
    return Math.max(-bound, Math.min(bound, value)) / (scale ?? bound);
  });
  const cut = like(x0, data);
  const { a, s } = level;
  return { x0: cut, eps: s === 0 ? eps : combine([1 / s, x], [-a / s, cut]) };
}

function boundsOf({ data, count }: HostValues, clip: Clip): Float64Array {
  const doing = "clip x0";
  if (typeof clip === "number")
    return new Float64Array(count).fill(checkPositive(clip, { doing, name: "clip" }));
  checkNumber(clip.quantile, { doing, name: "quantile", from: 0, to: 1 });
  const width = data.length / count;
  return Float64Array.from({ length: count }, (_, row) => {
    const sizes = Float64Array.from(data.subarray(row * width, (row + 1) * width), Math.abs).sort();
    return Math.max(1, sizes[Math.round(clip.quantile * (width - 1))]);
  });
}
