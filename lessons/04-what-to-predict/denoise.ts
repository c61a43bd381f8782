/** Exercise 3: the exact denoiser of a finite set. */
import type { Exercise } from "noisebook";

type Inputs = [x: Float64Array, data: Float64Array[], alphaBar: number];

const square = (x: Float64Array, y: Float64Array, a: number) =>
  x.reduce((sum, value, i) => sum + (value - a * y[i]) ** 2, 0);

/** The mean of the rows, each with the weight exp(−energy). */
function meanOf(data: Float64Array[], energies: number[]): Float64Array {
  const least = Math.min(...energies);
  const weights = energies.map((energy) => Math.exp(least - energy));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return data[0].map((_, k) => data.reduce((sum, row, i) => sum + (weights[i] / total) * row[k], 0));
}

export const denoise: Exercise<Inputs, ArrayLike<number>> = {
  id: "denoise",
  title: "The best answer there is",
  points: 2,
  hint: "For each row of the data: its squared distance from x after fading it by a, divided by 2s². exp(−that) is its weight; divide all weights by their sum.",
  cases: (rng) =>
    [0.03, 0.5, 0.9].map((alphaBar): Inputs => {
      const data = Array.from({ length: 6 }, () => rng.normal(3));
      const eps = rng.normal(3);
      const x = data[0].map((value, k) => Math.sqrt(alphaBar) * value + Math.sqrt(1 - alphaBar) * eps[k]);
      return [x, data, alphaBar];
    }),
  solution: (x, data, alphaBar) =>
    meanOf(
      data,
      data.map((row) => square(x, row, Math.sqrt(alphaBar)) / (2 * (1 - alphaBar))),
    ),
  tolerance: 1e-9,
  mistakes: [
    {
      number: 4,
      name: "the row that fits best is taken for the answer",
      wrong: (x, data, alphaBar) => {
        const squares = data.map((row) => square(x, row, Math.sqrt(alphaBar)));
        return data[squares.indexOf(Math.min(...squares))].slice();
      },
      hint: "You decide for one row. In much noise the second best is almost as likely, and the answer with the least squared error is the mean of all, each with its weight.",
    },
    {
      name: "all rows count alike",
      wrong: (_, data) =>
        meanOf(
          data,
          data.map(() => 0),
        ),
      hint: "This is the answer before anybody has looked at x. Rows near to x count more.",
    },
    {
      name: "the rows are not faded",
      wrong: (x, data, alphaBar) =>
        meanOf(
          data,
          data.map((row) => square(x, row, 1) / (2 * (1 - alphaBar))),
        ),
      hint: "x holds a·x₀, not x₀: compare x with each row times a.",
    },
    {
      name: "s in place of s²",
      wrong: (x, data, alphaBar) =>
        meanOf(
          data,
          data.map((row) => square(x, row, Math.sqrt(alphaBar)) / (2 * Math.sqrt(1 - alphaBar))),
        ),
      hint: "The squared distance is compared with the variance of the noise, and that is s² = 1 − ᾱ.",
    },
    {
      name: "the 2 is left out",
      wrong: (x, data, alphaBar) =>
        meanOf(
          data,
          data.map((row) => square(x, row, Math.sqrt(alphaBar)) / (1 - alphaBar)),
        ),
      hint: "Your weights are too sure of themselves: the exponent of the normal density has a 2 below the line.",
    },
  ],
};
