/** Exercise 4: times for large pictures. */
import type { Exercise } from "noisebook";

export interface ShiftInput {
  steps: number;
  /** k: 1 leaves the times as they are. */
  shift: number;
}

/** A list of times: 1 − i/apart for i below `steps`, each bent, then 0. */
function times(
  { steps, shift: k }: ShiftInput,
  {
    bend = (t: number) => (k * t) / (1 + (k - 1) * t),
    apart = steps,
  }: { bend?: (t: number) => number; apart?: number } = {},
): number[] {
  return [...Array.from({ length: steps }, (_, i) => bend(1 - i / apart)), 0];
}

export const shiftedTimes: Exercise<[input: ShiftInput], ArrayLike<number>> = {
  id: "shifted-times",
  title: "Times for large pictures",
  points: 3,
  hint: "First the even times 1, 1 − 1/N, …, 1/N. Then bend each of them, and put a 0 at the end.",
  cases: (rng) => [
    [{ steps: 10, shift: 3 }],
    [{ steps: 4, shift: 1 }],
    [{ steps: 2 + rng.integer(60), shift: 1.5 + 4 * rng.uniform() }],
    [{ steps: 28, shift: Math.exp(1.15) }],
  ],
  solution: (input) => times(input),
  tolerance: 1e-9,
  mistakes: [
    {
      name: "times multiplied by k",
      wrong: (input) => times(input, { bend: (t) => input.shift * t }),
      hint: "Your first time is k, and times end at 1. The denominator brings 1 back to 1.",
    },
    {
      name: "the denominator without t",
      wrong: (input) => times(input, { bend: (t) => (input.shift * t) / (1 + (input.shift - 1)) }),
      hint: "Below the line stands (k − 1)·t. Without the t nothing is bent at all.",
    },
    {
      name: "k in the denominator instead of k − 1",
      wrong: (input) => times(input, { bend: (t) => (input.shift * t) / (1 + input.shift * t) }),
      hint: "Put t = 1 in: the result must be 1, for every k. And k = 1 must change nothing.",
    },
    {
      name: "shifted the other way",
      wrong: (input) => times(input, { bend: (t) => t / (input.shift - (input.shift - 1) * t) }),
      hint: "A shift above 1 moves times towards 1, where there is more noise. Yours move towards 0.",
    },
    {
      number: 10,
      name: "last σ missing",
      wrong: (input) => times(input).slice(0, -1),
      hint: "N steps need N + 1 times, and the last one is 0: the data.",
    },
    {
      number: 10,
      name: "last σ repeated",
      wrong: (input) => times(input, { apart: input.steps - 1 }),
      hint: "Your even times already end at 0, and then comes another 0: a step of no length. Divide by N.",
    },
    {
      name: "times that rise",
      wrong: (input) => times(input).reverse(),
      hint: "Sampling begins with noise: the list falls from 1 to 0.",
    },
  ],
};
