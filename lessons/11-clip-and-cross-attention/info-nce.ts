/** Exercise 1: CLIP's loss. */
import type { Exercise } from "noisebook";
import { dot, type Matrix, mean, randomMatrix, softmax, transposed, unitRows } from "./matrices.ts";

type Inputs = [pictures: Matrix, texts: Matrix, scale: number];

/** s · cos(picture i, text j): the rows have length 1. */
const logits = (pictures: Matrix, texts: Matrix, scale: number): Matrix =>
  pictures.map((picture) => texts.map((text) => scale * dot(picture, text)));

/** The mean of −ln p over the rows, p being the share of the right column. */
const cost = (rows: Matrix): number => mean(rows.map((row, i) => -Math.log(softmax(row)[i])));

export const infoNce: Exercise<Inputs, number> = {
  id: "info-nce",
  title: "CLIP's loss",
  points: 3,
  hint: "First the table: rows for pictures, columns for texts, scale times the product of the two rows in each cell. Then each row through softmax; what counts is the share at its own place.",
  cases: (rng) =>
    [3, 5, 4].map((count) => {
      const pictures = unitRows(randomMatrix(rng, count, 6));
      // Texts near their pictures, but not too near.
      const moved = randomMatrix(rng, count, 6).map((row, i) =>
        row.map((value, j) => pictures[i][j] + 0.3 * value),
      );
      return [pictures, unitRows(moved), 2 + 6 * rng.uniform()];
    }),
  solution: (pictures, texts, scale) => {
    const table = logits(pictures, texts, scale);
    return (cost(table) + cost(transposed(table))) / 2;
  },
  mistakes: [
    {
      name: "only pictures look for texts",
      wrong: (pictures, texts, scale) => cost(logits(pictures, texts, scale)),
      hint: "You ask every picture for its text. Texts look for their pictures too: the same with rows and columns exchanged, and the mean of both.",
    },
    {
      name: "only texts look for pictures",
      wrong: (pictures, texts, scale) => cost(transposed(logits(pictures, texts, scale))),
      hint: "You ask every text for its picture. The other half is missing: every picture looks for its text.",
    },
    {
      name: "both halves added, without the mean",
      wrong: (pictures, texts, scale) => {
        const table = logits(pictures, texts, scale);
        return cost(table) + cost(transposed(table));
      },
      hint: "Yours is twice too large. A model that knows nothing should cost ln(batch), not twice that: take the mean of the two halves.",
    },
    {
      name: "the sum over the batch in the place of the mean",
      wrong: (pictures, texts, scale) => {
        const table = logits(pictures, texts, scale);
        return ((cost(table) + cost(transposed(table))) / 2) * pictures.length;
      },
      hint: "Yours grows with the batch: it is the sum over the rows. Divide by how many there are.",
    },
    {
      name: "the scale forgotten",
      wrong: (pictures, texts) => {
        const table = logits(pictures, texts, 1);
        return (cost(table) + cost(transposed(table))) / 2;
      },
      hint: "Cosines lie between −1 and 1, too close together for a softmax to be sure of anything. What is scale for?",
    },
    {
      name: "divided by the scale",
      wrong: (pictures, texts, scale) => {
        const table = logits(pictures, texts, 1 / scale);
        return (cost(table) + cost(transposed(table))) / 2;
      },
      hint: "scale is 1/temperature already: similarities are multiplied by it.",
    },
    {
      name: "1 − p in the place of −ln p",
      wrong: (pictures, texts, scale) => {
        const miss = (rows: Matrix) => mean(rows.map((row, i) => 1 - softmax(row)[i]));
        const table = logits(pictures, texts, scale);
        return (miss(table) + miss(transposed(table))) / 2;
      },
      hint: "1 − p never grows beyond 1, however wrong the model is. The loss is the surprise: minus the natural logarithm of the share.",
    },
  ],
};
