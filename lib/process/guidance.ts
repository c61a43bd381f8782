/** Guidance: how a prediction with a condition and one without become one that follows the condition more. */
import { checkNumber } from "../core/check.ts";
import { combine } from "../core/combine.ts";
import type { HostValues } from "../core/values.ts";
import type { Level } from "../schedule/level.ts";

/** How strongly to guide, with the strength named by one of the two conventions. */
export interface Guidance {
  /** 1 is no guidance: unconditional + scale·(conditional − unconditional), as in Imagen and Stable Diffusion. */
  scale?: number;
  /** 0 is no guidance: (1 + weight)·conditional − weight·unconditional, as in Ho and Salimans; scale = 1 + weight. */
  weight?: number;
  /** 0 to 1: how much of the conditional prediction's deviation is restored. Default: 0. */
  rescale?: number;
  /** The smallest and the largest σ at which to guide. Default: everywhere. */
  interval?: readonly [number, number];
}

/**
 * Returns the strength of guidance as a scale (1 = none), whichever convention named it; a bare number is a scale.
 *
 * @throws {RangeError} If both names are given, or the strength is not a number.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { guidanceScale } from "noisebook";
 *
 * assert.equal(guidanceScale({ weight: 6.5 }), guidanceScale({ scale: 7.5 }));
 * assert.equal(guidanceScale(7.5), 7.5);
 * ```
 */
export function guidanceScale(guidance: number | Guidance): number {
  const doing = "guide";
  if (typeof guidance === "number") return checkNumber(guidance, { doing, name: "guidance" });
  const { scale, weight } = guidance;
  if (scale !== undefined && weight !== undefined)
    throw new RangeError(`Cannot guide: give scale or weight, got scale ${scale} and weight ${weight}`);
  if (weight !== undefined) return 1 + checkNumber(weight, { doing, name: "weight" });
  return checkNumber(scale ?? 1, { doing, name: "scale" });
}

/** Says whether there is anything to guide at this level: the scale is not 1 and σ lies in the interval. */
export function guidesAt(guidance: number | Guidance, { sigma }: Level): boolean {
  const [low, high] = (typeof guidance === "number" ? undefined : guidance.interval) ?? [0, Infinity];
  return guidanceScale(guidance) !== 1 && sigma >= low && sigma <= high;
}

/**
 * Guides without a classifier: goes on from the unconditional prediction, through the conditional one, and beyond.
 *
 * guided = unconditional + scale·(conditional − unconditional)
 *
 * Ho and Salimans 2022, "Classifier-Free Diffusion Guidance", equation 6. A negative prompt takes the place of the
 * unconditional prediction. With `rescale` φ, Lin et al. 2024, "Common Diffusion Noise Schedules and Sample Steps are
 * Flawed", equations 14 to 16: φ·guided·std(conditional)/std(guided) + (1 − φ)·guided. What is sampled is not the
 * density p(x|c)^scale · p(x)^(1−scale).
 *
 * @param predictions The two predictions, of one kind, whichever it is.
 * @throws {RangeError} If rescale is not from 0 to 1, or the strength is not a number.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { guide } from "noisebook";
 *
 * const conditional = { data: Float64Array.of(2), count: 1, dim: 1 };
 * const unconditional = { data: Float64Array.of(1), count: 1, dim: 1 };
 * assert.equal(guide({ conditional, unconditional }, 3).data[0], 4);
 * assert.equal(guide({ conditional, unconditional }, { weight: 2 }).data[0], 4);
 * ```
 */
export function guide<X extends HostValues>(
  { conditional, unconditional }: { conditional: X; unconditional: X },
  guidance: number | Guidance,
): X {
  const scale = guidanceScale(guidance);
  const guided = combine([scale, conditional], [1 - scale, unconditional]);
  const rescale = (typeof guidance === "number" ? undefined : guidance.rescale) ?? 0;
  checkNumber(rescale, { doing: "guide", name: "rescale", from: 0, to: 1 });
  if (rescale === 0) return guided;
  const wanted = deviations(conditional);
  const factor = deviations(guided).map(
    (has, row) => rescale * (has > 0 ? wanted[row] / has : 1) + 1 - rescale,
  );
  return combine([factor, guided]);
}

/**
 * Guides with a classifier: moves ε against the gradient of the class's log-probability.
 *
 * ε' = ε − scale · s · ∇ₓ log p(class | x)
 *
 * Dhariwal and Nichol 2021, "Diffusion Models Beat GANs on Image Synthesis", algorithm 2. With a perfect classifier, a
 * scale of 1 turns the unconditional prediction into the conditional one.
 *
 * @param eps The unconditional prediction of the noise.
 * @param options
 * @param options.gradient ∇ₓ log p(class | x) at the same x and level.
 * @param options.scale 0 is no guidance.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { guideByClassifier, sigmaLevel } from "noisebook";
 *
 * const eps = { data: Float64Array.of(1), count: 1, dim: 1 };
 * const gradient = { data: Float64Array.of(0.25), count: 1, dim: 1 };
 * assert.equal(guideByClassifier(eps, { gradient, level: sigmaLevel(2), scale: 1 }).data[0], 0.5);
 * ```
 */
export function guideByClassifier<X extends HostValues>(
  eps: X,
  { gradient, level, scale }: { gradient: X; level: Level; scale: number },
): X {
  checkNumber(scale, { doing: "guide", name: "scale" });
  return combine([1, eps], [-scale * level.s, gradient]);
}

/** The standard deviation of each row's numbers. */
function deviations({ data, count }: HostValues): Float64Array {
  const width = data.length / count;
  return Float64Array.from({ length: count }, (_, row) => {
    const values = Float64Array.from(data.subarray(row * width, (row + 1) * width));
    const mean = values.reduce((sum, value) => sum + value, 0) / width;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width);
  });
}
