/** Exercise 2: the loop. */
import type { Exercise } from "noisebook";

/** One batch that is looked at again and again. */
export interface OneBatch {
  x: Float64Array;
  eps: Float64Array;
}

export interface Descent {
  steps: number;
  rate: number;
}

type Inputs = [batch: OneBatch, options: Descent];

/** The losses of a descent whose w moves by `move` of the mean gradient; `noted` says when a loss is written down. */
function losses(
  { x, eps }: OneBatch,
  { steps, move, noted = "before" }: { steps: number; move: (gradient: number) => number; noted?: string },
): Float64Array {
  let w = 0;
  const mean = (of: (i: number) => number) => x.reduce((sum, _, i) => sum + of(i), 0) / x.length;
  const loss = () => mean((i) => (w * x[i] - eps[i]) ** 2);
  return Float64Array.from({ length: steps }, () => {
    const before = loss();
    w += move(mean((i) => 2 * (w * x[i] - eps[i]) * x[i]));
    return noted === "before" ? before : loss();
  });
}

export const descend: Exercise<Inputs, ArrayLike<number>> = {
  id: "descend",
  title: "The loop",
  points: 3,
  hint: "Start with w = 0. In each step: the loss, then the gradient 2 · mean((w·x − ε) · x), then w − rate · gradient. Note the loss before w moves.",
  cases: (rng) =>
    [5, 12, 20].map((steps): Inputs => {
      const x = rng.normal(16);
      return [
        { x, eps: x.map((value) => 0.6 * value + 0.5 * rng.normal()) },
        { steps, rate: 0.05 + 0.1 * rng.uniform() },
      ];
    }),
  solution: (batch, { steps, rate }) => losses(batch, { steps, move: (gradient) => -rate * gradient }),
  tolerance: 1e-10,
  mistakes: [
    {
      name: "uphill",
      wrong: (batch, { steps, rate }) => losses(batch, { steps, move: (gradient) => rate * gradient }),
      hint: "Your loss grows. The gradient points to where the loss rises: go against it.",
    },
    {
      name: "the 2 of the square is forgotten",
      wrong: (batch, { steps, rate }) => losses(batch, { steps, move: (gradient) => (-rate * gradient) / 2 }),
      hint: "It learns, at half of the speed. The slope of a square (…)² is 2 · (…).",
    },
    {
      name: "the sum in place of the mean",
      wrong: (batch, { steps, rate }) =>
        losses(batch, { steps, move: (gradient) => -rate * gradient * batch.x.length }),
      hint: "The loss is a mean, and so is its gradient. With a sum the step grows with the batch, and larger batches run away.",
    },
    {
      name: "the loss is noted after the step",
      wrong: (batch, { steps, rate }) =>
        losses(batch, { steps, move: (gradient) => -rate * gradient, noted: "after" }),
      hint: "Your list starts one step late: the first loss is that of w = 0.",
    },
    {
      name: "w never moves",
      wrong: (batch, { steps }) => losses(batch, { steps, move: () => 0 }),
      hint: "All losses are equal: w starts at 0 again in each step, or its new value is lost.",
    },
    {
      name: "a step of one length, whatever the gradient",
      wrong: (batch, { steps, rate }) =>
        losses(batch, { steps, move: (gradient) => -rate * Math.sign(gradient) }),
      hint: "Only the sign of the gradient is used. Its size says how far there is to go: multiply.",
    },
  ],
};
