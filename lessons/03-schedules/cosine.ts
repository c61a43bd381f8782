/** Exercise 1: the cosine schedule by hand. */
import type { Exercise } from "noisebook";

const offset = 0.008;

/** A quarter of a cosine wave, squared: 1 at the start, 0 after all steps. */
const curve =
  (steps: number, s = offset) =>
  (i: number) =>
    Math.cos(((i / steps + s) / (1 + s)) * (Math.PI / 2)) ** 2;

/** ᾱ of each step as the running product of 1 − β. */
function product(steps: number, betaAt: (t: number) => number): Float64Array {
  let kept = 1;
  return Float64Array.from({ length: steps }, (_, t) => {
    kept *= 1 - betaAt(t);
    return kept;
  });
}

/** ᾱ of the curve with this offset, no β above the largest. */
function clipped(steps: number, s: number): Float64Array {
  const f = curve(steps, s);
  return product(steps, (t) => Math.min(1 - f(t + 1) / f(t), 0.999));
}

export const cosine: Exercise<[steps: number], ArrayLike<number>> = {
  id: "cosine",
  title: "The cosine schedule by hand",
  points: 3,
  hint: "Write f(i) first. Then go through the steps: β_t from f(t + 1) and f(t), no more than 0.999, and ᾱ_t is ᾱ_{t−1} · (1 − β_t).",
  cases: (rng) => [[1000], [50], [100 + rng.integer(800)], [5 + rng.integer(20)]],
  solution: (steps) => clipped(steps, offset),
  tolerance: 1e-10,
  mistakes: [
    {
      name: "the list starts at f(0)",
      wrong: (steps) => {
        const f = curve(steps);
        return Float64Array.from({ length: steps }, (_, t) => f(t) / f(0));
      },
      hint: "Your first value is 1, no noise at all. Step 0 already adds some: its ᾱ belongs to i = 1.",
    },
    {
      name: "the offset s is left out",
      wrong: (steps) => clipped(steps, 0),
      hint: "Without the offset the first β are too small to matter. s = 0.008 stands twice in the formula: above and below.",
    },
    {
      name: "the cosine is not squared",
      wrong: (steps) => {
        const f = (i: number) => Math.cos(((i / steps + offset) / (1 + offset)) * (Math.PI / 2));
        return product(steps, (t) => Math.min(1 - f(t + 1) / f(t), 0.999));
      },
      hint: "This curve is √ᾱ, the weight of the picture. ᾱ is its share of the variance: mind the square.",
    },
    {
      name: "β is not held below 0.999",
      wrong: (steps) => {
        const f = curve(steps);
        return Float64Array.from({ length: steps }, (_, t) => f(t + 1) / f(0));
      },
      hint: "Your last β is 1: the last step throws everything away. The paper holds β at 0.999 or less, which changes the end of the list.",
    },
    {
      name: "f is not divided by f(0)",
      wrong: (steps) => Float64Array.from({ length: steps }, (_, t) => curve(steps)(t + 1)),
      hint: "With the offset f(0) is a little less than 1, and clean data must have ᾱ = 1. Divide by it, or work with ratios.",
    },
    {
      name: "β instead of ᾱ",
      wrong: (steps) => {
        const f = curve(steps);
        return Float64Array.from({ length: steps }, (_, t) => Math.min(1 - f(t + 1) / f(t), 0.999));
      },
      hint: "These are the β_t, what each step adds. Asked for is what is left after all steps so far, their running product.",
    },
  ],
};
