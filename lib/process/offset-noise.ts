import { checkNumber } from "../core/check.ts";
import { like, sizeOf } from "../core/like.ts";
import type { Random } from "../core/random.ts";
import { shapeOf, type Values } from "../core/values.ts";

export interface OffsetNoiseOptions {
  rng: Random;
  /** The deviation of the shift that all pixels of a channel share. Default: 0.1. */
  strength?: number;
}

/**
 * Draws noise that also shifts each channel of each row as a whole, so that a model learns very dark and very bright
 * pictures.
 *
 * ε' = ε + strength · δ, one δ ~ N(0, 1) for each row and channel (for points: for each row)
 *
 * Guttenberg 2023, "Diffusion with Offset Noise". Its mean square is 1 + strength².
 *
 * @param x What the noise is for: its kind and shape; a tensor's last of four axes is the channel.
 * @returns Values like x; the caller owns a tensor.
 * @throws {RangeError} If strength is negative.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { offsetNoise, random } from "noisebook";
 *
 * const picture = { data: new Float32Array(64), count: 1, height: 8, width: 8, channels: 1 };
 * const { data } = offsetNoise(picture, { rng: random(1), strength: 100 });
 * assert.ok(data.every((value) => Math.sign(value) === Math.sign(data[0])));
 * ```
 */
export function offsetNoise<X extends Values>(x: X, { rng, strength = 0.1 }: OffsetNoiseOptions): X {
  checkNumber(strength, { doing: "draw offset noise", name: "strength", from: 0 });
  const shape = shapeOf(x);
  const noise = rng.normal(sizeOf(shape));
  const channels = shape.length === 4 ? shape[3] : 1;
  const shift = rng.normal(shape[0] * channels);
  const width = noise.length / shape[0];
  return like(
    x,
    noise.map((value, i) => value + strength * shift[Math.floor(i / width) * channels + (i % channels)]),
  );
}
