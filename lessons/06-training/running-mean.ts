/** Exercise 3: the exponential moving average. */
import type { Exercise } from "noisebook";

type Inputs = [history: Float64Array[], decay: number];

/** Takes in all parameters after the first, with this share for what was there. */
function average(history: Float64Array[], keep: number, start = history[0]): Float64Array {
  return history
    .slice(1)
    .reduce((mean, next) => mean.map((value, i) => keep * value + (1 - keep) * next[i]), start.slice());
}

export const runningMean: Exercise<Inputs, ArrayLike<number>> = {
  id: "running-mean",
  title: "The average that samples better",
  points: 2,
  hint: "Copy the first parameters. Then for each of the following: decay times what you have, plus the rest of 1 times the new ones.",
  cases: (rng) =>
    [2, 5, 30].map((count): Inputs => {
      const history = Array.from({ length: count }, () => rng.normal(4));
      return [history, 0.7 + 0.29 * rng.uniform()];
    }),
  solution: (history, decay) => average(history, decay),
  tolerance: 1e-12,
  mistakes: [
    {
      name: "decay and 1 − decay swapped",
      wrong: (history, decay) => average(history, 1 - decay),
      hint: "Your average forgets almost everything at each step. With a decay of 0.999 it should keep 0.999 of what was there.",
    },
    {
      name: "it starts at 0",
      wrong: (history, decay) =>
        average(
          [history[0], ...history],
          decay,
          history[0].map(() => 0),
        ),
      hint: "Starting at 0 pulls the average to 0 for a long time. θ̄_0 is θ_0.",
    },
    {
      name: "1 − decay is left out",
      wrong: (history, decay) =>
        history
          .slice(1)
          .reduce((mean, next) => mean.map((value, i) => decay * value + next[i]), history[0].slice()),
      hint: "The two weights do not sum to 1: your average grows.",
    },
    {
      name: "the plain mean",
      wrong: (history) =>
        history[0].map((_, i) => history.reduce((sum, at) => sum + at[i], 0) / history.length),
      hint: "In a plain mean the bad parameters of the start count for ever. Here each step fades what was before.",
    },
    {
      name: "the last parameters",
      wrong: (history) => history[history.length - 1].slice(),
      hint: "These are the parameters of the last step, with nothing averaged.",
    },
  ],
};
