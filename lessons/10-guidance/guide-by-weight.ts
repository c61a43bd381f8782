/** Exercise 3: guidance, counted from 0. */
import type { Exercise } from "noisebook";

export interface WeightInput {
  conditional: Float64Array;
  unconditional: Float64Array;
  /** 0 is no guidance. */
  weight: number;
}

/** p·c + q·u */
const mixed =
  (factors: (weight: number) => [p: number, q: number]) =>
  ({ conditional, unconditional, weight }: WeightInput) => {
    const [p, q] = factors(weight);
    return conditional.map((c, i) => p * c + q * unconditional[i]);
  };

export const guideByWeight: Exercise<[input: WeightInput], ArrayLike<number>> = {
  id: "guide-by-weight",
  title: "Guidance by its weight",
  points: 2,
  hint: "Two factors: 1 + w for the conditional prediction, −w for the other. Their sum is 1.",
  cases: (rng) =>
    [2, 0, 1, 0.5 + 8 * rng.uniform()].map((weight) => [
      { conditional: rng.normal(8), unconditional: rng.normal(8), weight },
    ]),
  solution: mixed((weight) => [1 + weight, -weight]),
  tolerance: 1e-9,
  mistakes: [
    {
      number: 7,
      name: "guidance scale off by one: the weight taken for the scale",
      wrong: mixed((weight) => [weight, 1 - weight]),
      hint: "Put w = 0 in: here it means “no guidance”, so the conditional prediction must come out. Yours is the unconditional one.",
    },
    {
      name: "the unconditional prediction added",
      wrong: mixed((weight) => [1 + weight, weight]),
      hint: "You go towards the unconditional prediction. Guidance goes away from it: the factors must add up to 1.",
    },
    {
      name: "a mean of the two",
      wrong: mixed((weight) => [1 / (1 + weight), weight / (1 + weight)]),
      hint: "A mean lies between the two predictions. Guidance goes beyond the conditional one.",
    },
    {
      name: "the two predictions swapped",
      wrong: mixed((weight) => [-weight, 1 + weight]),
      hint: "Yours does the opposite of what was asked for. Which one gets the larger factor?",
    },
    {
      name: "the factor of the conditional prediction without its 1",
      wrong: mixed((weight) => [weight, -weight]),
      hint: "Your factors add up to 0: nothing is left of the prediction itself, only the push.",
    },
  ],
};
