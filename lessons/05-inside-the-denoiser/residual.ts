/** Exercise 2: a residual block of vectors. */
import type { Exercise, Random } from "noisebook";

/** What the block has learned. */
export interface Weights {
  /** One row for each number of the result. */
  w1: Float64Array[];
  w2: Float64Array[];
  /** What the time adds to each number in the middle. */
  shift: Float64Array;
}

type Inputs = [x: Float64Array, weights: Weights];

const silu = (x: Float64Array) => x.map((value) => value / (1 + Math.exp(-value)));
const plus = (x: Float64Array, y: Float64Array) => x.map((value, i) => value + y[i]);
const times = (w: Float64Array[], x: Float64Array) =>
  Float64Array.from(w, (row) => row.reduce((sum, weight, i) => sum + weight * x[i], 0));

/** Mean 0 and variance 1. */
function norm(x: Float64Array): Float64Array {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  return x.map((value) => (value - mean) / Math.sqrt(variance + 1e-5));
}

/** What is added to x. */
function change(x: Float64Array, { w1, w2, shift }: Weights, normed = norm): Float64Array {
  const h = plus(times(w1, silu(normed(x))), shift);
  return times(w2, silu(normed(h)));
}

function block(rng: Random, size: number): Inputs {
  const matrix = () => Array.from({ length: size }, () => rng.normal(size));
  return [
    rng.normal(size).map((value) => 2 * value + 1),
    { w1: matrix(), w2: matrix(), shift: rng.normal(size) },
  ];
}

export const residual: Exercise<Inputs, ArrayLike<number>> = {
  id: "residual",
  title: "A residual block",
  points: 2,
  hint: "From the inside out: norm, silu, times w1, plus shift; again norm, silu, times w2; and x is added at the very end.",
  cases: (rng) => [4, 6, 5].map((size) => block(rng, size)),
  solution: (x, weights) => plus(x, change(x, weights)),
  mistakes: [
    {
      name: "x is not added",
      wrong: (x, weights) => change(x, weights),
      hint: "This is the change alone. A block that has learned nothing should hand x on as it is.",
    },
    {
      name: "the normalised x is added",
      wrong: (x, weights) => plus(norm(x), change(x, weights)),
      hint: "Around the block goes x as it came: norm is for the branch only.",
    },
    {
      name: "the time is forgotten",
      wrong: (x, weights) => plus(x, change(x, { ...weights, shift: weights.shift.map(() => 0) })),
      hint: "Your block does the same at every step. Where does shift come in?",
    },
    {
      name: "the time is added at the end",
      wrong: (x, weights) =>
        plus(plus(x, change(x, { ...weights, shift: weights.shift.map(() => 0) })), weights.shift),
      hint: "The shift belongs in the middle, before the second norm, so that the second half can act on it.",
    },
    {
      name: "without norms",
      wrong: (x, weights) =>
        plus(
          x,
          change(x, weights, (values) => values),
        ),
      hint: "Both halves of the branch begin with norm: without it the numbers grow from block to block.",
    },
    {
      name: "an activation after the sum",
      wrong: (x, weights) => silu(plus(x, change(x, weights))),
      hint: "Nothing comes after the sum: a straight way from end to end is the point of it.",
    },
  ],
};
