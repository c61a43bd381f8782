/** Exercise 2: where the loss pushes each similarity. */
import type { Exercise } from "noisebook";
import { type Matrix, randomMatrix, softmax, transposed } from "./matrices.ts";

/** Shares by rows, and shares by columns. */
const shares = (table: Matrix): [byRow: Matrix, byColumn: Matrix] => [
  table.map(softmax),
  transposed(transposed(table).map(softmax)),
];

const one = (i: number, j: number): number => (i === j ? 1 : 0);

export const infoNceGradient: Exercise<[table: Matrix], Matrix> = {
  id: "info-nce-gradient",
  title: "Where the loss pushes",
  points: 2,
  hint: "Make both tables of shares first: softmax of each row, and softmax of each column. For row i alone the gradient of −ln p_ii is: its shares, less 1 at its own place.",
  cases: (rng) => [3, 4, 2].map((count) => [randomMatrix(rng, count, count)]),
  solution: (table) => {
    const [byRow, byColumn] = shares(table);
    return table.map((row, i) =>
      row.map((_, j) => (byRow[i][j] + byColumn[i][j] - 2 * one(i, j)) / (2 * table.length)),
    );
  },
  mistakes: [
    {
      name: "the sign turned round",
      wrong: (table) => {
        const [byRow, byColumn] = shares(table);
        return table.map((row, i) =>
          row.map((_, j) => (2 * one(i, j) - byRow[i][j] - byColumn[i][j]) / (2 * table.length)),
        );
      },
      hint: "Yours is the way downhill. The gradient points uphill: at the right pairs it is negative, since a larger similarity there makes the loss smaller.",
    },
    {
      name: "only the rows",
      wrong: (table) => {
        const [byRow] = shares(table);
        return table.map((row, i) => row.map((_, j) => (byRow[i][j] - one(i, j)) / table.length));
      },
      hint: "That is the half in which pictures look for texts. Columns have shares as well.",
    },
    {
      name: "without the mean over the batch",
      wrong: (table) => {
        const [byRow, byColumn] = shares(table);
        return table.map((row, i) => row.map((_, j) => (byRow[i][j] + byColumn[i][j] - 2 * one(i, j)) / 2));
      },
      hint: "The loss is a mean over the rows, so each row's push is divided by their number.",
    },
    {
      name: "without the mean of the two halves",
      wrong: (table) => {
        const [byRow, byColumn] = shares(table);
        return table.map((row, i) =>
          row.map((_, j) => (byRow[i][j] + byColumn[i][j] - 2 * one(i, j)) / table.length),
        );
      },
      hint: "Yours is twice too long: the loss takes half of each direction.",
    },
    {
      name: "the right pairs are not taken off",
      wrong: (table) => {
        const [byRow, byColumn] = shares(table);
        return table.map((row, i) => row.map((_, j) => (byRow[i][j] + byColumn[i][j]) / (2 * table.length)));
      },
      hint: "With yours every similarity is pushed down, the right ones too. At its own place each row and each column has a share too little: 1 is taken off there.",
    },
    {
      name: "1 taken off once, for two halves",
      wrong: (table) => {
        const [byRow, byColumn] = shares(table);
        return table.map((row, i) =>
          row.map((_, j) => (byRow[i][j] + byColumn[i][j] - one(i, j)) / (2 * table.length)),
        );
      },
      hint: "Each half takes 1 off at its own place, and there are two halves: 2 is taken off before you divide.",
    },
  ],
};
