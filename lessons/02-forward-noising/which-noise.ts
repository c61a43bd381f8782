/** Exercise 3: the noise that belongs to x₀ and x_t. */
import { type Exercise, linearSchedule, type Random } from "noisebook";

/** One picture on three stages of its way. */
export interface Stages {
  x0: Float32Array;
  /** x at the step before t. */
  xBefore: Float32Array;
  xt: Float32Array;
  /** ᾱ at step t. */
  alphaBar: number;
}

export const whichNoise: Exercise<[stages: Stages], ArrayLike<number>> = {
  id: "which-noise",
  title: "The noise that a network is asked for",
  points: 2,
  hint: "Write down x_t = √ᾱ_t x₀ + √(1 − ᾱ_t) ε and solve it for ε.",
  cases: (rng) => [60, 400, 5].map((t) => [stagesAt(t, rng)]),
  solution: ({ x0, xt, alphaBar }) =>
    xt.map((value, i) => (value - Math.sqrt(alphaBar) * x0[i]) / Math.sqrt(1 - alphaBar)),
  // Float32 rounding of x_t is divided by √(1 − ᾱ).
  tolerance: 1e-4,
  mistakes: [
    {
      number: 3,
      name: "the target is x_t − x_{t−1}",
      wrong: ({ xt, xBefore }) => xt.map((value, i) => value - xBefore[i]),
      hint: "That is what one small step changed. ε is all the noise of the jump from x₀ to x_t, scaled to variance 1.",
    },
    {
      name: "the target is x_t − x₀",
      wrong: ({ x0, xt }) => xt.map((value, i) => value - x0[i]),
      hint: "In x_t the picture has faded to √ᾱ_t x₀: take away what is left of it, not all of it.",
    },
    {
      name: "the noise is left at its strength in x_t",
      wrong: ({ x0, xt, alphaBar }) => xt.map((value, i) => value - Math.sqrt(alphaBar) * x0[i]),
      hint: "This is √(1 − ᾱ_t) ε. The network is asked for ε itself, with variance 1 at every t.",
    },
    {
      number: 1,
      name: "√(1 − ᾱ) written as 1 − √ᾱ",
      wrong: ({ x0, xt, alphaBar }) =>
        xt.map((value, i) => (value - Math.sqrt(alphaBar) * x0[i]) / (1 - Math.sqrt(alphaBar))),
      hint: "Look at what stands under the root that you divide by.",
    },
  ],
};

/** Noises a picture step by step up to t, so that x_{t−1} and x_t belong to one walk. */
function stagesAt(t: number, rng: Random): Stages {
  const { beta, alphaBar } = linearSchedule({ steps: 1000 });
  const x0 = Float32Array.from(rng.uniform(12), (value) => 2 * value - 1);
  let [xBefore, xt] = [x0, x0];
  for (let step = 0; step <= t; step++) {
    const eps = rng.normal(x0.length);
    xBefore = xt;
    xt = xt.map((value, i) => Math.sqrt(1 - beta[step]) * value + Math.sqrt(beta[step]) * eps[i]);
  }
  return { x0, xBefore, xt, alphaBar: alphaBar[t] };
}
