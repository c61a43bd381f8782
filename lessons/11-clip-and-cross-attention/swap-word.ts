/** Exercise 4: another word at the same place. */
import type { Exercise } from "noisebook";
import { type Matrix, randomMatrix, softmax } from "./matrices.ts";

/** A word that takes another's place. */
export interface Swap {
  /** Which word, from 0. */
  word: number;
  /** What the new word has to say. */
  value: number[];
}

const mixed = (weights: Matrix, values: Matrix): Matrix =>
  weights.map((row) =>
    values[0].map((_, i) => row.reduce((sum, weight, word) => sum + weight * values[word][i], 0)),
  );

const replaced = (values: Matrix, { word, value }: Swap): Matrix =>
  values.map((row, at) => (at === word ? value : row));

export const swapWord: Exercise<[weights: Matrix, values: Matrix, swap: Swap], Matrix> = {
  id: "swap-word",
  title: "Swap one word",
  points: 2,
  hint: "The weights stay. Make a new list of values in which one row is another, and mix as you did in exercise 3.",
  cases: (rng) =>
    [
      [4, 3, 2],
      [3, 5, 4],
      [6, 2, 3],
    ].map(([places, words, out]) => [
      randomMatrix(rng, places, words).map(softmax),
      randomMatrix(rng, words, out),
      { word: rng.integer(words), value: Array.from(rng.normal(out)) },
    ]),
  solution: (weights, values, swap) => mixed(weights, replaced(values, swap)),
  mistakes: [
    {
      name: "nothing was swapped",
      wrong: (weights, values) => mixed(weights, values),
      hint: "That is what the old words say. The row of the word that goes has to be the new one's before you mix.",
    },
    {
      name: "the new word beside the old one",
      wrong: (weights, values, { word, value }) =>
        mixed(
          weights,
          values.map((row, at) => (at === word ? row.map((old, i) => old + value[i]) : row)),
        ),
      hint: "In yours both words speak at once. The old one has to go.",
    },
    {
      name: "the new word alone",
      wrong: (weights, values, { word, value }) =>
        mixed(
          weights,
          values.map((row, at) => (at === word ? value : row.map(() => 0))),
        ),
      hint: "The other words have fallen silent. Only one of the rows changes.",
    },
    {
      name: "the new word speaks everywhere",
      wrong: (weights, values, { word, value }) =>
        mixed(weights, values).map((row, place) =>
          row.map((old, i) => old - weights[place][word] * values[word][i] + value[i]),
        ),
      hint: "The new word is as loud at every place. It inherits the old one's weights: a place that did not listen there before does not listen now.",
    },
  ],
};
