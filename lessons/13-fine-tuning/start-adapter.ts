/** Exercise 2: what an adapter is before its first step. */
import type { Exercise, Random } from "noisebook";
import type { Matrix } from "./adapters.ts";

/** A layer's inputs and outputs, and the rank of its adapter. */
export interface AdapterSizes {
  inputs: number;
  outputs: number;
  rank: number;
}

export interface Factors {
  down: Matrix;
  up: Matrix;
}

type Draw = (count: number) => ArrayLike<number>;

const filled = (rows: number, columns: number, draw: Draw): Matrix =>
  Array.from({ length: rows }, () => Array.from(draw(columns)));

const zeros: Draw = (count) => new Array(count).fill(0);
const normal =
  (rng: Random, deviation: number): Draw =>
  (count) =>
    rng.normal(count).map((value) => deviation * value);

export const startAdapter: Exercise<[sizes: AdapterSizes, rng: Random], Factors> = {
  id: "start-adapter",
  title: "Before the first step",
  points: 2,
  hint: "down: a row for each input and r numbers in it, from rng.normal, times 1/√inputs. up: r rows of as many zeros as there are outputs.",
  cases: (rng) =>
    [
      [60 + rng.integer(20), 32, 4],
      [100, 40 + rng.integer(20), 8],
    ].map(([inputs, outputs, rank]) => [{ inputs, outputs, rank }, rng.fork()]),
  solution: ({ inputs, outputs, rank }, rng) => ({
    down: filled(inputs, rank, normal(rng, 1 / Math.sqrt(inputs))),
    up: filled(rank, outputs, zeros),
  }),
  // Any normal numbers will do: drawn row by row or all at once, in any order.
  accepts: ({ down, up }, { inputs }) =>
    up.flat().every((value) => value === 0) &&
    looksNormal(down.flat().map((value) => value * Math.sqrt(inputs))),
  mistakes: [
    {
      number: 14,
      name: "both factors zero",
      wrong: ({ inputs, outputs, rank }) => ({
        down: filled(inputs, rank, zeros),
        up: filled(rank, outputs, zeros),
      }),
      hint: "Nothing is added, as it should be, and nothing ever will: the slope of each factor is the other one times something, and both are zero.",
    },
    {
      number: 14,
      name: "both factors random",
      wrong: ({ inputs, outputs, rank }, rng) => ({
        down: filled(inputs, rank, normal(rng, 1 / Math.sqrt(inputs))),
        up: filled(rank, outputs, normal(rng, 1 / Math.sqrt(rank))),
      }),
      hint: "Before the first step the model is already another one: noise is added to every layer. What makes the product zero?",
    },
    {
      name: "the other factor is zero",
      wrong: ({ inputs, outputs, rank }, rng) => ({
        down: filled(inputs, rank, zeros),
        up: filled(rank, outputs, normal(rng, 1 / Math.sqrt(rank))),
      }),
      hint: "This adds nothing and can learn, but it is not how it was published: there down is random and up is zero.",
    },
    {
      name: "numbers of deviation 1",
      wrong: ({ inputs, outputs, rank }, rng) => ({
        down: filled(inputs, rank, normal(rng, 1)),
        up: filled(rank, outputs, zeros),
      }),
      hint: "Each of the r numbers that come out of down is a sum over all inputs: with deviation 1 it has a deviation of √inputs.",
    },
    {
      number: 8,
      name: "`rand` where `randn` was meant",
      wrong: ({ inputs, outputs, rank }, rng) => ({
        down: filled(inputs, rank, (count) => rng.uniform(count).map((value) => value / Math.sqrt(inputs))),
        up: filled(rank, outputs, zeros),
      }),
      hint: "Yours are never negative: all rows of down point the same way. They come from the normal distribution.",
    },
  ],
};

/** Mean 0 and variance 1 within 6 standard errors: a right answer is refused once in 10⁸ seeds. */
function looksNormal(values: readonly number[]): boolean {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
  const bound = 6 / Math.sqrt(values.length);
  return Math.abs(mean) < bound && Math.abs(square - 1) < Math.SQRT2 * bound;
}
