/** Where sampling starts: from pure noise, from given data, or from a picture that is noised part of the way. */
import { checkFinite, checkInteger, checkNumber } from "../core/check.ts";
import { combine } from "../core/combine.ts";
import { gaussianLike } from "../core/gaussian.ts";
import { sizeOf } from "../core/like.ts";
import type { Random } from "../core/random.ts";
import type { HostValues } from "../core/values.ts";
import type { Denoiser } from "../process/denoiser.ts";
import type { Level } from "../schedule/level.ts";
import type { Path } from "./levels.ts";

/** What sampling starts from. */
export interface StartOptions<X extends HostValues> {
  /** Data at the first noise level. Default: noise drawn from rng, of the shape that the denoiser names. */
  x?: X | undefined;
  /** How many rows to draw. Default: one for each prompt, or 1. */
  count?: number | undefined;
  /** A picture (or points) to change: it is noised and sampled back. */
  image?: X | undefined;
  /** How much of the way, above 0 to 1: 1 forgets the picture. Default: 0.8. */
  strength?: number | undefined;
  /** Where to draw noise: the start, and what the sampler adds. */
  rng?: Random | undefined;
}

/** The first x, and the levels that are left to walk. */
interface Start<X extends HostValues> {
  x: X;
  levels: Path["levels"];
}

/**
 * Finds the first x.
 *
 * @throws {RangeError} If x is not finite, or strength leaves no step.
 * @throws {TypeError} If there is nothing to start from.
 */
export function startOf<X extends HostValues, Condition>(
  options: StartOptions<X>,
  { denoiser, path }: { denoiser: Denoiser<X, Condition>; path: Path },
): Start<X> {
  const { x, image, rng } = options;
  const { levels } = path;
  if (x) {
    checkFinite(x.data, { doing: "sample", name: "x" });
    return { x, levels };
  }
  if (!rng) throw new TypeError("Cannot sample: give x to start from, or rng to draw it from, got neither");
  if (image) {
    const left = lastLevels(levels, { strength: options.strength ?? 0.8, doing: "change the image" });
    const { a, s } = left[0];
    return { x: combine([a, image], [s, gaussianLike(image, rng)]), levels: left };
  }
  const empty = emptyLike(denoiser.shape, options.count ?? 1) as X;
  return { x: combine([path.startScale, gaussianLike(empty, rng)]), levels };
}

/** The last part of the levels: as many steps as strength is of all of them. */
export function lastLevels(
  levels: readonly Level[],
  { strength, doing }: { strength: number; doing: string },
): Level[] {
  checkNumber(strength, { doing, name: "strength", from: 0, to: 1 });
  const all = levels.length - 1;
  const steps = Math.floor(all * strength + 1e-9);
  if (steps === 0)
    throw new RangeError(`Cannot ${doing}: strength must leave at least 1 of ${all} steps, got ${strength}`);
  return levels.slice(all - steps);
}

/** Zeros of the shape that a denoiser works on. */
function emptyLike(shape: readonly number[] | undefined, count: number): HostValues {
  checkInteger(count, { doing: "sample", name: "count", from: 1 });
  if (shape?.length === 1) return { data: new Float64Array(count * shape[0]), count, dim: shape[0] };
  if (shape?.length !== 3)
    throw new TypeError("Cannot sample: this denoiser does not name its shape; give x to start from");
  const [height, width, channels] = shape;
  return { data: new Float32Array(count * sizeOf(shape)), count, height, width, channels };
}
