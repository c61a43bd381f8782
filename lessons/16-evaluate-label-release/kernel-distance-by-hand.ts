/** Exercise 3: the kernel distance, which has no bias. */
import type { Exercise, Random } from "noisebook";

type Kernel = (a: number[], b: number[]) => number;

const dot = (a: number[], b: number[]) => a.reduce((sum, value, at) => sum + value * b[at], 0);
const cubic: Kernel = (a, b) => (dot(a, b) / a.length + 1) ** 3;

/** The mean of the kernel over pairs of one set: of different rows, or of all rows with all. */
function within(rows: number[][], kernel: Kernel, { diagonal = false } = {}): number {
  const values = rows.flatMap((a, i) => rows.flatMap((b, j) => (diagonal || i !== j ? [kernel(a, b)] : [])));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function between(some: number[][], others: number[][], kernel: Kernel): number {
  const values = some.flatMap((a) => others.map((b) => kernel(a, b)));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const distance = (x: number[][], y: number[][], kernel: Kernel) =>
  within(x, kernel) + within(y, kernel) - 2 * between(x, y, kernel);

export const kernelDistanceByHand: Exercise<[x: number[][], y: number[][]], number> = {
  id: "kernel-distance-by-hand",
  title: "A distance without bias",
  points: 3,
  hint: "Write the kernel of two rows first. Then three means: pairs of x, pairs of y, and pairs of one row from each.",
  cases: (rng) =>
    [0, 1, 0.3].map((shift) => [rowsOf(rng, { count: 7, shift: 0 }), rowsOf(rng, { count: 5, shift })]),
  solution: (x, y) => distance(x, y, cubic),
  tolerance: 1e-9,
  mistakes: [
    {
      number: 17,
      name: "a row paired with itself: the estimate that is biased",
      wrong: (x, y) =>
        within(x, cubic, { diagonal: true }) +
        within(y, cubic, { diagonal: true }) -
        2 * between(x, y, cubic),
      hint: "A row is always like itself, and in a small set that weighs much. Leave the pairs with i = j out, and divide by their number.",
    },
    {
      name: "pairs with themselves left out, but counted",
      wrong: (x, y) => {
        const kept = (rows: number[][]) => within(rows, cubic) * ((rows.length - 1) / rows.length);
        return kept(x) + kept(y) - 2 * between(x, y, cubic);
      },
      hint: "A mean divides by the number of terms. Without the pairs of a row with itself there are n(n − 1) of them, not n².",
    },
    {
      name: "the mixed term taken once",
      wrong: (x, y) => within(x, cubic) + within(y, cubic) - between(x, y, cubic),
      hint: "For two sets of one source the three means are alike, and the distance must come out near 0.",
    },
    {
      name: "the product not divided by the number of features",
      wrong: (x, y) => distance(x, y, (a, b) => (dot(a, b) + 1) ** 3),
      hint: "Look into the bracket of the kernel: something stands below the dot product.",
    },
    {
      name: "the kernel without its third power",
      wrong: (x, y) => distance(x, y, (a, b) => dot(a, b) / a.length + 1),
      hint: "Without the power only the means of the features are compared. The third power sees their spread and their skew.",
    },
    {
      name: "the root of the distance",
      wrong: (x, y) => Math.sqrt(Math.max(0, distance(x, y, cubic))),
      hint: "The estimate is of the squared distance, and it may be below 0. A root would make it biased again.",
    },
  ],
};

function rowsOf(rng: Random, { count, shift }: { count: number; shift: number }): number[][] {
  return Array.from({ length: count }, () => Array.from(rng.normal(6), (value) => value + shift));
}
