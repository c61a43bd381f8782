/** Exercise 2: x̂₀ is clipped, and ε̂ has to follow. */
import type { Exercise } from "noisebook";

export interface Ends {
  x0: Float64Array;
  eps: Float64Array;
}

type Inputs = [x: Float64Array, eps: Float64Array, alphaBar: number];

const limit = (value: number) => Math.min(1, Math.max(-1, value));

function parts(x: Float64Array, eps: Float64Array, alphaBar: number) {
  const [a, s] = [Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar)];
  const x0 = x.map((value, i) => (value - s * eps[i]) / a);
  return { a, s, x0, clipped: x0.map(limit) };
}

export const clipBoth: Exercise<Inputs, Ends> = {
  id: "clip-both",
  title: "Clip the picture, keep the equation",
  points: 2,
  hint: "Three lines: x̂₀ from x and ε̂, x̂₀ held between −1 and 1, and the ε̂ that goes with this x̂₀ and x.",
  cases: (rng) =>
    [0.05, 0.3, 0.8].map(
      (alphaBar): Inputs => [rng.normal(24), rng.normal(24).map((e) => 1.2 * e), alphaBar],
    ),
  solution: (x, eps, alphaBar) => {
    const { a, s, clipped } = parts(x, eps, alphaBar);
    return { x0: clipped, eps: x.map((value, i) => (value - a * clipped[i]) / s) };
  },
  tolerance: 1e-10,
  mistakes: [
    {
      number: 5,
      name: "the old ε is kept after x̂₀ was clipped",
      wrong: (x, eps, alphaBar) => ({ x0: parts(x, eps, alphaBar).clipped, eps: eps.slice() }),
      hint: "With your pair a·x̂₀ + s·ε̂ is no longer x. A sampler that takes a step from both goes somewhere that neither of them means.",
    },
    {
      name: "x̂₀ is not clipped",
      wrong: (x, eps, alphaBar) => ({ x0: parts(x, eps, alphaBar).x0, eps: eps.slice() }),
      hint: "Your pair fits x, but no pixel can be brighter than white, 1, or darker than black, −1.",
    },
    {
      name: "ε̂ is clipped instead of x̂₀",
      wrong: (x, eps, alphaBar) => {
        const held = eps.map(limit);
        return { x0: parts(x, held, alphaBar).x0, eps: held };
      },
      hint: "Noise may well be beyond ±1: a third of all normal numbers are. It is the picture that has limits.",
    },
    {
      name: "both are clipped",
      wrong: (x, eps, alphaBar) => {
        const { a, s, clipped } = parts(x, eps, alphaBar);
        return { x0: clipped, eps: x.map((value, i) => limit((value - a * clipped[i]) / s)) };
      },
      hint: "x̂₀ is right. ε̂ has no limits: with a clipped one a·x̂₀ + s·ε̂ is no longer x.",
    },
    {
      name: "x − x̂₀ in place of ε̂",
      wrong: (x, eps, alphaBar) => {
        const { clipped } = parts(x, eps, alphaBar);
        return { x0: clipped, eps: x.map((value, i) => value - clipped[i]) };
      },
      hint: "In x the picture has the weight a and the noise the weight s: solve x = a·x̂₀ + s·ε̂ for ε̂.",
    },
  ],
};
