/** Exercise 1: the draw that lets a gradient pass. */
import type { Exercise } from "noisebook";

type Inputs = [mean: Float64Array, logVariance: Float64Array, noise: Float64Array];

export const drawCode: Exercise<Inputs, ArrayLike<number>> = {
  id: "draw-code",
  title: "Draw a code",
  points: 2,
  hint: "z = μ + σ · noise, number by number. You are given ln σ²: which function of it is σ?",
  cases: (rng) =>
    [3, 8, 1 + rng.integer(6)].map((size): Inputs => [rng.normal(size), rng.normal(size), rng.normal(size)]),
  solution: (mean, logVariance, noise) => mean.map((mu, i) => mu + Math.exp(logVariance[i] / 2) * noise[i]),
  tolerance: 1e-10,
  mistakes: [
    {
      name: "the variance in place of the deviation",
      wrong: (mean, logVariance, noise) => mean.map((mu, i) => mu + Math.exp(logVariance[i]) * noise[i]),
      hint: "exp of ln σ² is σ². Noise is multiplied by σ: half of the logarithm, or the root.",
    },
    {
      name: "the logarithm used as the deviation",
      wrong: (mean, logVariance, noise) => mean.map((mu, i) => mu + logVariance[i] * noise[i]),
      hint: "ln σ² may be negative, and a deviation may not. Undo the logarithm first.",
    },
    {
      name: "the mean alone",
      wrong: (mean) => mean.slice(),
      hint: "Without noise each picture has a single point for a code, and the places between the points are never learned.",
    },
    {
      name: "the mean multiplied too",
      wrong: (mean, logVariance, noise) =>
        mean.map((mu, i) => Math.exp(logVariance[i] / 2) * (mu + noise[i])),
      hint: "The Gaussian of the code has its middle at μ, whatever σ is: only the noise is multiplied.",
    },
    {
      name: "a minus under the exponential",
      wrong: (mean, logVariance, noise) => mean.map((mu, i) => mu + Math.exp(-logVariance[i] / 2) * noise[i]),
      hint: "Yours is 1/σ: a network that is sure of itself would get the widest codes.",
    },
  ],
};
