/** Small records to draw, the same on every machine. */
import type { Images, Points, Schedule } from "../../../lib/index.ts";

/** Numbers that look normal and are not random: a sum of twelve terms of a Weyl sequence. */
export function bellShaped(count: number): Float64Array {
  const uniform = (index: number) => (index * 0.6180339887498949) % 1;
  return Float64Array.from({ length: count }, (_, index) =>
    Array.from({ length: 12 }, (_, term) => uniform((index + 1) * (term + 1) ** 2)).reduce(
      (a, b) => a + b,
      -6,
    ),
  );
}

/** Pictures of a slope from dark to light, with some noise. */
export function slopes(count: number, options: { side?: number; channels?: number } = {}): Images {
  const { side = 8, channels = 3 } = options;
  const noise = bellShaped(count * side * side * channels);
  const data = Float32Array.from(noise, (value, at) => {
    const pixel = Math.floor(at / channels);
    return (2 * (pixel % side)) / (side - 1) - 1 + 0.2 * value;
  });
  return { data, count, height: side, width: side, channels };
}

export function pointCloud(count: number): Points {
  return { data: bellShaped(2 * count), count, dim: 2 };
}

/** The linear schedule of Ho et al. 2020. */
export const linear = scheduleOf(
  "linear",
  Array.from({ length: 1000 }, (_, t) => 1e-4 + ((0.02 - 1e-4) * t) / 999),
);

/** A schedule with the same β in each step. */
export const constant = scheduleOf("constant", new Array(1000).fill(0.005));

function scheduleOf(name: string, betas: number[]): Schedule {
  const beta = Float64Array.from(betas);
  let kept = 1;
  const alphaBar = beta.map((value) => {
    kept *= 1 - value;
    return kept;
  });
  return { name, steps: beta.length, beta, alphaBar };
}
