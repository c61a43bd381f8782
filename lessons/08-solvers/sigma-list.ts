/** Exercise 4: a list of noise levels. */
import type { Exercise } from "noisebook";

export interface SigmaListInput {
  steps: number;
  sigmaMin: number;
  sigmaMax: number;
  rho: number;
}

/** The levels above 0, by Karras's formula with its parts open. */
function levels(
  { steps, sigmaMin, sigmaMax, rho }: SigmaListInput,
  { power = rho, apart = steps - 1 } = {},
): number[] {
  const [high, low] = [sigmaMax ** (1 / power), sigmaMin ** (1 / power)];
  return Array.from({ length: steps }, (_, i) => (high + (i / apart) * (low - high)) ** power);
}

export const sigmaList: Exercise<[input: SigmaListInput], ArrayLike<number>> = {
  id: "sigma-list",
  title: "A list of noise levels",
  points: 2,
  hint: "First a list of N numbers with Karras's formula, i from 0 to N − 1. Then one more number at its end.",
  cases: (rng) => [
    [{ steps: 18, sigmaMin: 0.002, sigmaMax: 80, rho: 7 }],
    [{ steps: 2 + rng.integer(8), sigmaMin: 0.05, sigmaMax: 20, rho: 3 }],
    [{ steps: 10 + rng.integer(90), sigmaMin: 0.03, sigmaMax: 10 + 70 * rng.uniform(), rho: 7 }],
  ],
  solution: (input) => [...levels(input), 0],
  tolerance: 1e-7,
  mistakes: [
    {
      number: 10,
      name: "last σ missing",
      wrong: (input) => levels(input),
      hint: "Your list ends at sigmaMin: a little noise stays in every picture. N steps need N + 1 levels, the last of them 0.",
    },
    {
      number: 10,
      name: "last σ repeated",
      wrong: (input) => [...levels(input), input.sigmaMin],
      hint: "The last two of your levels are equal: a step of length 0, with the noise still there. Which level has no noise?",
    },
    {
      name: "i divided by N",
      wrong: (input) => [...levels(input, { apart: input.steps }), 0],
      hint: "Level N − 1 must be sigmaMin. Between N levels there are N − 1 gaps.",
    },
    {
      name: "0 as the last of the N levels",
      wrong: (input) => [...levels({ ...input, steps: input.steps - 1 }), 0],
      hint: "You make one step too few: count the gaps between your levels.",
    },
    {
      name: "ρ where 1/ρ was meant",
      wrong: (input) => [...levels(input, { power: 1 / input.rho }), 0],
      hint: "First the root of order ρ of both ends, then even steps, and only then to the power ρ.",
    },
    {
      name: "levels that rise",
      wrong: (input) => [0, ...levels(input).reverse()],
      hint: "Sampling begins with the most noise: the list falls, from sigmaMax to 0.",
    },
  ],
};
