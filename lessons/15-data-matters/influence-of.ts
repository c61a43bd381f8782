/** Exercise 4: the influence of one training picture, followed along the training. */
import type { Exercise } from "noisebook";

/** One moment of a training. */
export interface Moment {
  /** The learning rate there. */
  rate: number;
  /** The gradient of the training picture's loss by the parameters. */
  training: Float64Array;
  /** The gradient of the target's loss. */
  target: Float64Array;
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, at) => sum + value * b[at], 0);
const total = (moments: Moment[], term: (moment: Moment) => number) =>
  moments.reduce((sum, moment) => sum + term(moment), 0);

export const influenceOf: Exercise<[moments: Moment[]], number> = {
  id: "influence-of",
  title: "The influence of one picture",
  points: 2,
  hint: "For each moment: the dot product of the two gradients, times the rate. Then add the moments up.",
  cases: (rng) =>
    [3, 1, 6].map((length) => {
      const moments = Array.from({ length }, (_, at) => ({
        rate: 0.01 * (length - at) * (1 + rng.uniform()),
        training: rng.normal(20),
        target: rng.normal(20),
      }));
      return [moments];
    }),
  solution: (moments) => total(moments, ({ rate, training, target }) => rate * dot(training, target)),
  tolerance: 1e-9,
  mistakes: [
    {
      name: "the sign turned round",
      wrong: (moments) => -total(moments, ({ rate, training, target }) => rate * dot(training, target)),
      hint: "A step goes against the gradient, and influence counts how far the target's loss falls: two minus signs.",
    },
    {
      name: "the learning rate forgotten",
      wrong: (moments) => total(moments, ({ training, target }) => dot(training, target)),
      hint: "Early steps are longer than late ones. What says how long the step was?",
    },
    {
      name: "only the last moment",
      wrong: (moments) => {
        const { rate, training, target } = moments[moments.length - 1];
        return rate * dot(training, target);
      },
      hint: "Yours looks at the end of the training alone. A picture may have done its work at the start.",
    },
    {
      name: "the mean over the moments",
      wrong: (moments) =>
        total(moments, ({ rate, training, target }) => rate * dot(training, target)) / moments.length,
      hint: "Steps add up: a training that is twice as long can change twice as much.",
    },
    {
      name: "the cosine in place of the dot product",
      wrong: (moments) =>
        total(
          moments,
          ({ rate, training, target }) =>
            (rate * dot(training, target)) / Math.sqrt(dot(training, training) * dot(target, target)),
        ),
      hint: "A long gradient moves the network far; the cosine forgets how long the gradients are.",
    },
  ],
};
