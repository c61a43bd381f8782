/** Exercise 1: the jump from x₀ to x_t. */
import type { Exercise } from "noisebook";

export const noise: Exercise<[x0: Float32Array, eps: Float64Array, alphaBar: number], ArrayLike<number>> = {
  id: "noise",
  title: "Noise a picture in one jump",
  points: 3,
  hint: "Start with x0.map((value, i) => …): each value of x₀ meets the value of ε at the same place i.",
  cases: (rng) =>
    [0.5, 0.05, 0.9999, 0.5 + 0.4 * rng.uniform()].map((alphaBar) => [
      Float32Array.from(rng.uniform(48), (value) => 2 * value - 1),
      rng.normal(48),
      alphaBar,
    ]),
  solution: (x0, eps, alphaBar) =>
    x0.map((value, i) => Math.sqrt(alphaBar) * value + Math.sqrt(1 - alphaBar) * eps[i]),
  mistakes: [
    {
      number: 1,
      name: "√(1 − ᾱ) written as 1 − √ᾱ",
      wrong: (x0, eps, alphaBar) =>
        x0.map((value, i) => Math.sqrt(alphaBar) * value + (1 - Math.sqrt(alphaBar)) * eps[i]),
      hint: "Look at what stands under the root of the second weight. With yours the variance of x_t sinks below 1 on the way.",
    },
    {
      number: 1,
      name: "√(1 − ᾱ) written as √1 − ᾱ",
      wrong: (x0, eps, alphaBar) =>
        x0.map((value, i) => Math.sqrt(alphaBar) * value + (Math.sqrt(1) - alphaBar) * eps[i]),
      hint: "The root of the second weight covers the whole of 1 − ᾱ: mind where the bracket of Math.sqrt( ) closes.",
    },
    {
      name: "weights without their roots",
      wrong: (x0, eps, alphaBar) => x0.map((value, i) => alphaBar * value + (1 - alphaBar) * eps[i]),
      hint: "ᾱ and 1 − ᾱ are shares of the variance. What does a factor do to the variance of what it multiplies?",
    },
    {
      name: "the weights of picture and noise swapped",
      wrong: (x0, eps, alphaBar) =>
        x0.map((value, i) => Math.sqrt(1 - alphaBar) * value + Math.sqrt(alphaBar) * eps[i]),
      hint: "With ᾱ = 0.9999, at the first step, should you see the picture or the noise? Yours shows the noise.",
    },
    {
      name: "noise added to a picture that stays as strong as it was",
      wrong: (x0, eps, alphaBar) => x0.map((value, i) => value + Math.sqrt(1 - alphaBar) * eps[i]),
      hint: "The picture has to fade while the noise grows, or the variance of x_t grows beyond 1.",
    },
  ],
};
