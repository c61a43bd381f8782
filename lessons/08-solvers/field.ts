/** The exact field of the lesson: three clouds, and the noise that is in a point near them. */
import { combine, mixture, type Points, type Random } from "noisebook";

export const clouds = mixture({
  weights: [0.5, 0.3, 0.2],
  means: [
    [-2, 0],
    [1, 1.5],
    [1.5, -1.5],
  ],
  deviations: [0.4, 0.3, 0.5],
});

/** ε(x, σ) = (x − D(x, σ))/σ, as the lesson's notebook defines it. */
export function noiseIn(x: Points, sigma: number): Points {
  return combine([1 / sigma, x], [-1 / sigma, clouds.denoise(x, sigma)]);
}

/** Points as they are at a noise level, drawn from the clouds. */
export function pointsAt(sigma: number, { count, rng }: { count: number; rng: Random }): Points {
  const { data, dim } = clouds.draw(count, { rng });
  const noise = rng.normal(count * dim);
  return { data: data.map((value, i) => value + sigma * noise[i]), count, dim };
}
