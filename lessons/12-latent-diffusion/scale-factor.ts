/** Exercise 1: what codes are multiplied by. */
import type { Exercise, Random } from "noisebook";

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

const variance = (values: ArrayLike<number>): number => {
  const middle = mean(values);
  return mean(Array.from(values, (value) => (value - middle) ** 2));
};

/** Codes as an autoencoder leaves them: of any spread, and not about zero. */
function someCodes(rng: Random, deviation: number): Float32Array {
  const middle = (0.5 + rng.uniform()) * deviation;
  return Float32Array.from(rng.normal(256), (value) => middle + deviation * value);
}

export const scaleFactor: Exercise<[codes: Float32Array], number> = {
  id: "scale-factor",
  title: "The scale factor",
  points: 3,
  hint: "Mean first, then the mean of the squared distances from it, which is the variance. What must a number be multiplied by so that its deviation becomes 1?",
  cases: (rng) =>
    [3 + 4 * rng.uniform(), 0.2 + 0.2 * rng.uniform(), 10 + 10 * rng.uniform()].map((deviation) => [
      someCodes(rng, deviation),
    ]),
  solution: (codes) => 1 / Math.sqrt(variance(codes)),
  tolerance: 1e-4,
  mistakes: [
    {
      number: 9,
      name: "another model's latent factor",
      wrong: () => 0.18215,
      hint: "0.18215 was measured on Stable Diffusion 1's autoencoder and belongs to it alone. Measure the codes that you were given.",
    },
    {
      name: "the deviation itself",
      wrong: (codes) => Math.sqrt(variance(codes)),
      hint: "That is how wide the codes are. Multiplying by it makes wide codes wider still.",
    },
    {
      name: "one over the variance",
      wrong: (codes) => 1 / variance(codes),
      hint: "A factor f multiplies the variance by f². You want f² times the variance to be 1: solve that for f.",
    },
    {
      name: "the mean is not taken off",
      wrong: (codes) => 1 / Math.sqrt(mean(Array.from(codes, (value) => value ** 2))),
      hint: "These codes do not lie about zero, and how far they lie from it is not how wide they are. Variance counts from the mean.",
    },
    {
      name: "one over the mean size",
      wrong: (codes) => 1 / mean(Array.from(codes, Math.abs)),
      hint: "The mean of |z| is not the deviation: noise is measured by its variance, so codes must be too.",
    },
  ],
};
