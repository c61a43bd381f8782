/** Exercise 2: how far a Gaussian is from N(0, I). */
import type { Exercise } from "noisebook";

type Inputs = [mean: Float64Array, logVariance: Float64Array];

const sum = (mean: Float64Array, term: (mu: number, i: number) => number) =>
  mean.reduce((total, mu, i) => total + term(mu, i), 0);

export const divergence: Exercise<Inputs, number> = {
  id: "divergence",
  title: "The price of a code",
  points: 3,
  hint: "For each number of the code: μ² + σ² − 1 − ln σ². You are given ln σ². Add them up and take half.",
  cases: (rng) =>
    [2, 5, 1 + rng.integer(8)].map(
      (size): Inputs => [
        rng.normal(size).map((mu) => 1.5 * mu),
        rng.normal(size).map((log) => 1.2 * log - 0.5),
      ],
    ),
  solution: (mean, logVariance) =>
    sum(mean, (mu, i) => (mu ** 2 + Math.exp(logVariance[i]) - 1 - logVariance[i]) / 2),
  tolerance: 1e-10,
  mistakes: [
    {
      name: "the half is forgotten",
      wrong: (mean, logVariance) =>
        sum(mean, (mu, i) => mu ** 2 + Math.exp(logVariance[i]) - 1 - logVariance[i]),
      hint: "Yours is twice as much. For μ = 2 and σ = 1 the divergence is 2.",
    },
    {
      name: "the mean over the code instead of the sum",
      wrong: (mean, logVariance) =>
        sum(mean, (mu, i) => (mu ** 2 + Math.exp(logVariance[i]) - 1 - logVariance[i]) / 2) / mean.length,
      hint: "Each number of the code costs its own price, and prices add up. With one number yours is right, with more it is not.",
    },
    {
      name: "σ in place of σ²",
      wrong: (mean, logVariance) =>
        sum(mean, (mu, i) => (mu ** 2 + Math.exp(logVariance[i] / 2) - 1 - logVariance[i] / 2) / 2),
      hint: "The formula has the variance and the logarithm of the variance: ln σ² is given as it stands.",
    },
    {
      name: "the sign of the logarithm",
      wrong: (mean, logVariance) =>
        sum(mean, (mu, i) => (mu ** 2 + Math.exp(logVariance[i]) - 1 + logVariance[i]) / 2),
      hint: "A divergence is never below 0, and yours is for narrow codes. Look at the sign of the logarithm.",
    },
    {
      name: "the 1 is left out",
      wrong: (mean, logVariance) =>
        sum(mean, (mu, i) => (mu ** 2 + Math.exp(logVariance[i]) - logVariance[i]) / 2),
      hint: "The divergence of N(0, 1) from itself must be 0. What is yours?",
    },
    {
      name: "upside down: the divergence of N(0, I) from the code",
      wrong: (mean, logVariance) =>
        sum(mean, (mu, i) => ((mu ** 2 + 1) * Math.exp(-logVariance[i]) - 1 + logVariance[i]) / 2),
      hint: "A divergence has a direction. Yours asks how well the code describes N(0, I); asked for is the reverse.",
    },
  ],
};
