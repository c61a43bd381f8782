/** Exercise 2: guidance, counted from 1. */
import type { Exercise } from "noisebook";

export interface ScaleInput {
  conditional: Float64Array;
  unconditional: Float64Array;
  /** 1 is no guidance. */
  scale: number;
}

/** u + factor·(c − u), from either end. */
const guided =
  (factor: (scale: number) => number) =>
  ({ conditional, unconditional, scale }: ScaleInput) =>
    unconditional.map((u, i) => u + factor(scale) * (conditional[i] - u));

export const guideByScale: Exercise<[input: ScaleInput], ArrayLike<number>> = {
  id: "guide-by-scale",
  title: "Guidance by its scale",
  points: 3,
  hint: "Start at the unconditional prediction, and go `scale` times the way to the conditional one.",
  cases: (rng) =>
    [3, 1, 0, 1 + 9 * rng.uniform()].map((scale) => [
      { conditional: rng.normal(8), unconditional: rng.normal(8), scale },
    ]),
  solution: guided((scale) => scale),
  tolerance: 1e-9,
  mistakes: [
    {
      number: 7,
      name: "guidance scale off by one: 1 + w",
      wrong: guided((scale) => 1 + scale),
      hint: "Put scale = 1 in: the result must be the conditional prediction itself. Yours is already beyond it, since you started there.",
    },
    {
      number: 7,
      name: "guidance scale off by one: w − 1",
      wrong: guided((scale) => scale - 1),
      hint: "Put scale = 1 in: the result must be the conditional prediction. Yours is the unconditional one.",
    },
    {
      name: "the two predictions swapped",
      wrong: ({ conditional, unconditional, scale }) =>
        conditional.map((c, i) => c + scale * (unconditional[i] - c)),
      hint: "Put scale = 0 in: nothing is asked for, so the unconditional prediction must come out. Yours moves away from what was asked for.",
    },
    {
      name: "only the difference",
      wrong: ({ conditional, unconditional, scale }) =>
        conditional.map((c, i) => scale * (c - unconditional[i])),
      hint: "That is the push alone. It starts somewhere: add it to the unconditional prediction.",
    },
    {
      name: "a sum in place of the difference",
      wrong: ({ conditional, unconditional, scale }) =>
        conditional.map((c, i) => unconditional[i] + scale * c),
      hint: "What the condition changes is conditional − unconditional. Only that is multiplied.",
    },
  ],
};
