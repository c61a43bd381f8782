import { like, sizeOf } from "./like.ts";
import type { Random } from "./random.ts";
import { checkAlike, shapeOf, type Values } from "./values.ts";

/** Noise that is given, or the generator to draw it from. */
export type NoiseOptions<X extends Values> = { noise: X; rng?: Random } | { rng: Random; noise?: never };

/**
 * Draws ε ~ N(0, I) of the kind, shape and precision of `x`.
 *
 * @returns Values like `x`; the caller owns a tensor.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { gaussianLike, random } from "noisebook";
 *
 * const eps = gaussianLike({ data: new Float32Array(6), count: 3, dim: 2 }, random(0));
 * assert.equal(eps.data.length, 6);
 * ```
 */
export function gaussianLike<X extends Values>(x: X, rng: Random): X {
  return like(x, rng.normal(sizeOf(shapeOf(x))));
}

/**
 * Returns the noise that was given, checked against `x`, or draws it.
 *
 * @throws {ShapeError} If the noise differs from x in kind or shape.
 * @throws {TypeError} If neither noise nor rng was given.
 */
export function noiseFor<X extends Values>(x: X, { noise, rng }: Partial<NoiseOptions<X>>): X {
  if (noise) {
    checkAlike(noise, x, { name: "noise", like: "x0" });
    return noise;
  }
  if (rng) return gaussianLike(x, rng);
  throw new TypeError("Cannot add noise: give noise, or rng to draw it from, got neither");
}
