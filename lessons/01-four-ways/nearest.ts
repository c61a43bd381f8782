/** Exercise 4: is it a copy? */
import type { Exercise } from "noisebook";

type Rows = Float64Array[];

const distance = (x: Float64Array, y: Float64Array) => Math.hypot(...x.map((value, i) => value - y[i]));
const from = (made: Rows, of: (x: Float64Array, i: number) => number) => Float64Array.from(made, of);

export const nearest: Exercise<[made: Rows, stored: Rows], ArrayLike<number>> = {
  id: "nearest",
  title: "How near is the nearest?",
  points: 2,
  hint: "For one made row: its distance from every stored row, and the least of these. Then the same for all made rows.",
  cases: (rng) =>
    [2, 3, 4].map((dim): [Rows, Rows] => {
      const rows = (count: number) => Array.from({ length: count }, () => rng.normal(dim));
      return [rows(6), rows(8)];
    }),
  solution: (made, stored) => from(made, (x) => Math.min(...stored.map((y) => distance(x, y)))),
  tolerance: 1e-10,
  mistakes: [
    {
      name: "the mean distance",
      wrong: (made, stored) =>
        from(made, (x) => stored.reduce((sum, y) => sum + distance(x, y), 0) / stored.length),
      hint: "A copy is near to one stored row and far from all others: its mean distance is like anybody's. Take the least.",
    },
    {
      name: "squares without their root",
      wrong: (made, stored) => from(made, (x) => Math.min(...stored.map((y) => distance(x, y) ** 2))),
      hint: "These are squared distances. They find the same neighbour, and their size cannot be compared with lengths.",
    },
    {
      name: "the row of the same number",
      wrong: (made, stored) => from(made, (x, i) => distance(x, stored[i])),
      hint: "You compare row 0 with row 0, row 1 with row 1. A copy may be of any row.",
    },
    {
      name: "the farthest",
      wrong: (made, stored) => from(made, (x) => Math.max(...stored.map((y) => distance(x, y)))),
      hint: "You return the distance from the row that is least like it.",
    },
    {
      name: "which row it is",
      wrong: (made, stored) =>
        from(made, (x) => {
          const all = stored.map((y) => distance(x, y));
          return all.indexOf(Math.min(...all));
        }),
      hint: "You found the nearest row and return its number. Asked for is how far away it is.",
    },
  ],
};
