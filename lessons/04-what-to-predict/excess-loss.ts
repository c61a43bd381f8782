/** Exercise 4: the loss, its floor, and what lies between them. */
import type { Exercise } from "noisebook";

/** One batch, at one step. */
export interface Batch {
  x0: Float64Array;
  eps: Float64Array;
  /** What a network answered. */
  x0Hat: Float64Array;
  /** What the perfect denoiser answered. */
  best: Float64Array;
  alphaBar: number;
}

export interface Losses {
  loss: number;
  floor: number;
  excess: number;
}

const squares = (x0: Float64Array, answer: Float64Array) =>
  x0.reduce((sum, value, i) => sum + (value - answer[i]) ** 2, 0);

/** Loss, floor and excess, with the factor that takes a sum of squares in x₀ to a loss. */
const withFactor =
  (factor: (batch: Batch) => number) =>
  (batch: Batch): Losses => {
    const [loss, floor] = [batch.x0Hat, batch.best].map(
      (answer) => factor(batch) * squares(batch.x0, answer),
    );
    return { loss, floor, excess: loss - floor };
  };

const snr = ({ alphaBar }: Batch) => alphaBar / (1 - alphaBar);

export const excessLoss: Exercise<[batch: Batch], Losses> = {
  id: "excess-loss",
  title: "Loss, floor, excess",
  points: 1,
  hint: "Make x of x₀ and ε. For an answer x̂₀ find the ε̂ that goes with x, and take the mean of the squares of ε̂ − ε. Do so for both answers.",
  cases: (rng) =>
    [0.1, 0.4, 0.9].map((alphaBar): [Batch] => {
      const [x0, eps] = [rng.normal(40), rng.normal(40)];
      const [x0Hat, best] = [0.4, 0.2].map((off) => x0.map((value) => value + off * rng.normal()));
      return [{ x0, eps, x0Hat, best, alphaBar }];
    }),
  solution: withFactor((batch) => snr(batch) / batch.x0.length),
  tolerance: 1e-10,
  mistakes: [
    {
      number: 16,
      name: "the loss should reach 0",
      wrong: (batch) => {
        const { loss } = withFactor((batch) => snr(batch) / batch.x0.length)(batch);
        return { loss, floor: 0, excess: loss };
      },
      hint: "Your floor is 0. The perfect denoiser answers a mean of all that could have been, and is wrong too: its loss on this batch is the floor.",
    },
    {
      name: "the error of x₀ in place of that of ε",
      wrong: withFactor(({ x0 }) => 1 / x0.length),
      hint: "This is the loss of the same answers seen as x₀. The two differ by a factor that depends on the step.",
    },
    {
      name: "the sum instead of the mean",
      wrong: withFactor(snr),
      hint: "The loss is per number, so that it can be compared between batches: divide by how many there are.",
    },
    {
      name: "the factor turned upside down",
      wrong: withFactor((batch) => 1 / snr(batch) / batch.x0.length),
      hint: "In little noise a small error of x₀ is a large one of ε. Yours makes it smaller.",
    },
  ],
};
