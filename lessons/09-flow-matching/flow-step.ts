/** Exercise 3: a step of the sampler. */
import type { Exercise } from "noisebook";

export interface FlowStepInput {
  x: Float64Array;
  /** The velocity at x. */
  v: Float64Array;
  t: number;
  /** The next time, nearer to 0. */
  next: number;
}

const moved = ({ x, v }: FlowStepInput, time: number) => x.map((value, i) => value + time * v[i]);

export const flowStep: Exercise<[input: FlowStepInput], ArrayLike<number>> = {
  id: "flow-step",
  title: "A step along the flow",
  points: 2,
  hint: "Place plus time times velocity. The time that passes is next − t, and it is negative.",
  cases: (rng) => {
    const t = 0.3 + 0.7 * rng.uniform();
    return [
      [1, 0.75],
      [t, t * rng.uniform()],
      [0.2, 0],
    ].map(([from, to]) => [{ x: rng.normal(10), v: rng.normal(10), t: from, next: to }]);
  },
  solution: (input) => moved(input, input.next - input.t),
  tolerance: 1e-9,
  mistakes: [
    {
      name: "a step towards the noise",
      wrong: (input) => moved(input, input.t - input.next),
      hint: "v points to the noise, and you want to go to the data: time runs backwards, next − t is negative.",
    },
    {
      name: "the whole way at once",
      wrong: (input) => moved(input, -input.t),
      hint: "That is where x̂₀ is. Go only as far as the next time, and look again there.",
    },
    {
      name: "the length of the step forgotten",
      wrong: (input) => moved(input, -1),
      hint: "A velocity is a way for each unit of time. How much time passes in this step?",
    },
    {
      name: "times multiplied instead of subtracted",
      wrong: (input) => moved(input, -input.t * input.next),
      hint: "The time between two moments is their difference.",
    },
    {
      name: "x faded by 1 − t, as if noise were added",
      wrong: ({ x, v, t, next }) => x.map((value, i) => (1 - (t - next)) * value + (next - t) * v[i]),
      hint: "Nothing fades here: x moves along v and keeps all that it is.",
    },
  ],
};
