/** Exercise 3: what each place of a picture takes from the words. */
import type { Exercise } from "noisebook";
import { dot, type Matrix, randomMatrix, softmax, transposed } from "./matrices.ts";

/** What one layer of attention works with. */
export interface Asked {
  /** A row for each place of the picture: what it is looking for. */
  queries: Matrix;
  /** A row for each word: what it answers to. */
  keys: Matrix;
  /** A row for each word: what it has to say. */
  values: Matrix;
}

export interface Attended {
  /** How much each place takes of each word: a row for each place. */
  weights: Matrix;
  /** What each place has taken: a row for each place. */
  output: Matrix;
}

/** q · k for every place and word, divided. */
const products = ({ queries, keys }: Asked, by: number): Matrix =>
  queries.map((query) => keys.map((key) => dot(query, key) / by));

/** Each place's mixture of the words' values. */
const mixed = (weights: Matrix, values: Matrix): Matrix =>
  weights.map((row) =>
    values[0].map((_, i) => row.reduce((sum, weight, word) => sum + weight * values[word][i], 0)),
  );

const rootOf = ({ queries }: Asked): number => Math.sqrt(queries[0].length);

export const crossAttention: Exercise<[asked: Asked], Attended> = {
  id: "cross-attention",
  title: "Cross-attention",
  points: 3,
  hint: "Three steps: a table of products, a row for each place and a column for each word, divided by √d; softmax of each row; and for each place the values of all words, each times its weight, added up.",
  cases: (rng) =>
    [
      [4, 3, 4, 2],
      [2, 5, 9, 3],
      [5, 2, 6, 4],
    ].map(([places, words, width, out]) => [
      {
        queries: randomMatrix(rng, places, width),
        keys: randomMatrix(rng, words, width),
        values: randomMatrix(rng, words, out),
      },
    ]),
  solution: (asked) => {
    const weights = products(asked, rootOf(asked)).map(softmax);
    return { weights, output: mixed(weights, asked.values) };
  },
  mistakes: [
    {
      name: "softmax over the places instead of the words",
      wrong: (asked) => {
        const weights = transposed(transposed(products(asked, rootOf(asked))).map(softmax));
        return { weights, output: mixed(weights, asked.values) };
      },
      hint: "In yours the columns sum to 1: the places share each word among them. Each place asks for itself, so its row is what sums to 1.",
    },
    {
      name: "not divided by √d",
      wrong: (asked) => {
        const weights = products(asked, 1).map(softmax);
        return { weights, output: mixed(weights, asked.values) };
      },
      hint: "A product of d pairs of numbers has a deviation of √d, so a wide layer would always be sure of one word. What brings it back to 1?",
    },
    {
      name: "divided by d",
      wrong: (asked) => {
        const weights = products(asked, asked.queries[0].length).map(softmax);
        return { weights, output: mixed(weights, asked.values) };
      },
      hint: "Variances grow with d, deviations with its root: you have divided by too much, and every word gets nearly the same.",
    },
    {
      name: "divided by the root of the number of words",
      wrong: (asked) => {
        const weights = products(asked, Math.sqrt(asked.keys.length)).map(softmax);
        return { weights, output: mixed(weights, asked.values) };
      },
      hint: "d is the length of a query, how many pairs each product adds up. How many words there are does not matter.",
    },
    {
      name: "no softmax",
      wrong: (asked) => {
        const weights = products(asked, rootOf(asked));
        return { weights, output: mixed(weights, asked.values) };
      },
      hint: "Your weights can be negative, and they do not sum to 1. What makes shares out of any numbers?",
    },
  ],
};
