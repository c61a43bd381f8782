/** Exercise 2: the distance that infinitely many pictures would have. */
import type { Exercise } from "noisebook";

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The straight line that fits best: y ≈ intercept + slope · x. */
function line(x: number[], y: number[]): { intercept: number; slope: number } {
  const [middleX, middleY] = [mean(x), mean(y)];
  const above = x.reduce((sum, value, at) => sum + (value - middleX) * (y[at] - middleY), 0);
  const below = x.reduce((sum, value) => sum + (value - middleX) ** 2, 0);
  const slope = above / below;
  return { slope, intercept: middleY - slope * middleX };
}

const inverse = (counts: number[]) => counts.map((count) => 1 / count);

export const distanceAtInfinity: Exercise<[counts: number[], distances: number[]], number> = {
  id: "distance-at-infinity",
  title: "The distance without its bias",
  points: 3,
  hint: "Let x be 1/N and y the distance. Find the straight line that fits best, and read it where 1/N is 0.",
  cases: (rng) =>
    [3, 5, 4].map((length) => {
      const [truth, slope] = [1 + 9 * rng.uniform(), 200 + 400 * rng.uniform()];
      const counts = Array.from({ length }, (_, at) => 50 * 2 ** at);
      return [counts, counts.map((count) => truth + slope / count + 0.05 * rng.normal())];
    }),
  solution: (counts, distances) => line(inverse(counts), distances).intercept,
  tolerance: 1e-6,
  mistakes: [
    {
      number: 17,
      name: "FID on a few images: the distance at the largest N, as it is",
      wrong: (_, distances) => distances[distances.length - 1],
      hint: "Even the largest of these sets is small, and a small set is always too far away. Follow the line to 1/N = 0.",
    },
    {
      number: 17,
      name: "FID on a few images: the distance at the smallest N",
      wrong: (_, distances) => distances[0],
      hint: "That is the worst of all: with so few pictures the distance is mostly bias.",
    },
    {
      number: 17,
      name: "the mean of all distances",
      wrong: (_, distances) => mean(distances),
      hint: "All of them are too large, so their mean is too. An average takes away chance, but no bias.",
    },
    {
      name: "a line through N in place of 1/N",
      wrong: (counts, distances) => line(counts, distances).intercept,
      hint: "The bias falls as 1/N, so it is a straight line in 1/N. Yours asks for the distance of zero pictures.",
    },
    {
      name: "the slope of the line",
      wrong: (counts, distances) => line(inverse(counts), distances).slope,
      hint: "The slope says how strong the bias is. Asked for is the height of the line where 1/N is 0.",
    },
  ],
};
