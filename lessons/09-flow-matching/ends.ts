/** Exercise 2: both ends of the line, from a place on it and its velocity. */
import type { Exercise } from "noisebook";

export interface EndsInput {
  xt: Float64Array;
  v: Float64Array;
  t: number;
}

/** Both ends of a line. */
export interface Ends {
  x0: ArrayLike<number>;
  eps: ArrayLike<number>;
}

/** xt + back·v and xt + on·v */
function along({ xt, v }: EndsInput, { back, on }: { back: number; on: number }): Ends {
  return {
    x0: xt.map((value, i) => value + back * v[i]),
    eps: xt.map((value, i) => value + on * v[i]),
  };
}

export const ends: Exercise<[input: EndsInput], Ends> = {
  id: "ends",
  title: "Both ends of the line",
  points: 2,
  hint: "Stand at x_t and walk with velocity v. For how long until t = 0? For how long until t = 1?",
  cases: (rng) =>
    [0.25, 0.1 + 0.8 * rng.uniform(), 1, 0].map((t) => {
      const [x0, eps] = [rng.normal(12), rng.normal(12)];
      return [
        {
          xt: x0.map((value, i) => (1 - t) * value + t * eps[i]),
          v: eps.map((value, i) => value - x0[i]),
          t,
        },
      ];
    }),
  solution: (input) => along(input, { back: -input.t, on: 1 - input.t }),
  tolerance: 1e-9,
  mistakes: [
    {
      name: "t and 1 − t swapped",
      wrong: (input) => along(input, { back: -(1 - input.t), on: input.t }),
      hint: "At t = 0 you stand on the data: the way back to x₀ has length 0, not 1.",
    },
    {
      name: "the directions swapped",
      wrong: (input) => along(input, { back: input.t, on: -(1 - input.t) }),
      hint: "v points from the data to the noise. To reach x₀ you walk against it.",
    },
    {
      name: "a whole unit of time walked",
      wrong: (input) => along(input, { back: -1, on: 1 }),
      hint: "Only the whole line, from t = 0 to t = 1, takes a time of 1. You are in between.",
    },
    {
      name: "x₀ and ε swapped",
      wrong: (input) => {
        const { x0, eps } = along(input, { back: -input.t, on: 1 - input.t });
        return { x0: eps, eps: x0 };
      },
      hint: "The data are at t = 0, the noise at t = 1.",
    },
    {
      name: "the weights of the line used as factors of x_t",
      wrong: ({ xt, v, t }) => ({
        x0: xt.map((value, i) => (1 - t) * value - t * v[i]),
        eps: xt.map((value, i) => t * value + (1 - t) * v[i]),
      }),
      hint: "You start at x_t itself, all of it: place plus time times velocity.",
    },
  ],
};
