import { combine } from "../core/combine.ts";
import { gaussianLike } from "../core/gaussian.ts";
import { like } from "../core/like.ts";
import type { Random } from "../core/random.ts";
import { ShapeError } from "../core/tensor.ts";
import { checkAlike, type HostValues } from "../core/values.ts";
import type { Level } from "../schedule/level.ts";

/** What to keep of a picture while the rest is sampled. */
export interface Inpaint<X extends HostValues> {
  /** The picture, clean. */
  image: X;
  /** 1 where to paint, 0 where to keep, between for a soft edge: one number for each of the picture's, or each pixel. */
  mask: ArrayLike<number>;
}

/**
 * Makes the function that puts what is kept back into x, noised to x's own level, so that both parts fit together.
 *
 * x' = mask·x + (1 − mask)·(a·image + s·ε), ε drawn once
 *
 * Lugmayr et al. 2022, "RePaint: Inpainting using Denoising Diffusion Probabilistic Models", equation 8.
 *
 * @throws {ShapeError} If mask or image do not fit x.
 */
export function keeper<X extends HostValues>(
  { image, mask }: Inpaint<X>,
  { x, rng }: { x: X; rng: Random },
): (x: X, level: Level) => X {
  checkAlike(image, x, { name: "image", like: "x" });
  const channels = x.data.length / mask.length;
  if (!("channels" in x ? [1, x.channels] : [1]).includes(channels))
    throw new ShapeError(
      `Cannot inpaint: expected ${x.data.length} numbers in mask${"channels" in x ? ", or one per pixel" : ""}, got ${mask.length}`,
    );
  const noise = gaussianLike(image, rng);
  return (x, { a, s }) => {
    const kept = combine([a, image], [s, noise]);
    const mixed = Float64Array.from(x.data, (value, index) => {
      const share = mask[Math.floor(index / channels)];
      return share * value + (1 - share) * kept.data[index];
    });
    return like(x, mixed);
  };
}
