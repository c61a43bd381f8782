/** Exercise 2: a step of DDIM, without fresh noise. */
import { type Exercise, linearSchedule } from "noisebook";

/** What a step is given. */
export interface DdimInput {
  xt: Float64Array;
  /** The noise that the denoiser saw in xt. */
  eps: Float64Array;
  /** ᾱ where x is. */
  alphaBarT: number;
  /** ᾱ where x shall go; 1 is a clean picture. */
  alphaBarS: number;
}

/** a·x̂₀ + s·ε, with x̂₀ by a formula that may be wrong. */
function mixed(
  { xt, eps, alphaBarT, alphaBarS }: DdimInput,
  {
    x0 = (x: number, noise: number) => (x - Math.sqrt(1 - alphaBarT) * noise) / Math.sqrt(alphaBarT),
    a = Math.sqrt(alphaBarS),
    s = Math.sqrt(1 - alphaBarS),
  } = {},
): Float64Array {
  return xt.map((value, i) => a * x0(value, eps[i]) + s * eps[i]);
}

export const ddimStep: Exercise<[input: DdimInput], ArrayLike<number>> = {
  id: "ddim-step",
  title: "A step of DDIM",
  points: 3,
  hint: "Two lines: first x̂₀ from x_t and ε (solve the formula of lesson 2 for x₀), then the same formula again with ᾱ_s.",
  cases: (rng) => {
    const { alphaBar } = linearSchedule();
    const from = 200 + rng.integer(800);
    return [
      [alphaBar[from], alphaBar[from - 1 - rng.integer(199)]],
      [alphaBar[999], alphaBar[899]],
      [alphaBar[20 + rng.integer(80)], 1],
    ].map(([alphaBarT, alphaBarS]) => [{ xt: rng.normal(24), eps: rng.normal(24), alphaBarT, alphaBarS }]);
  },
  solution: (input) => mixed(input),
  tolerance: 1e-7,
  mistakes: [
    {
      name: "x̂₀ not divided by √ᾱ_t",
      wrong: (input) => mixed(input, { x0: (x, noise) => x - Math.sqrt(1 - input.alphaBarT) * noise }),
      hint: "What you call x̂₀ is still faded. Without the noise, x_t is √ᾱ_t x₀: bring it back to full strength.",
    },
    {
      name: "the old x_t taken for the picture",
      wrong: (input) => mixed(input, { x0: (x) => x / Math.sqrt(input.alphaBarT) }),
      hint: "x_t holds the picture and the noise. Take the noise out before you mix it in again, or it is in twice.",
    },
    {
      name: "the noise put back as strong as it was",
      wrong: (input) => mixed(input, { s: Math.sqrt(1 - input.alphaBarT) }),
      hint: "At step s there is less noise than at step t: which ᾱ belongs under the root of its factor now?",
    },
    {
      number: 4,
      name: "one step is enough when x₀ is predicted",
      wrong: (input) => mixed(input, { a: 1, s: 0 }),
      hint: "You return x̂₀ itself. It is the mean of all pictures that may be behind x_t, a blur. Put the right part of ε back, so that the next step can look again.",
    },
    {
      number: 1,
      name: "√(1 − ᾱ) written as 1 − √ᾱ",
      wrong: (input) =>
        mixed(input, {
          x0: (x, noise) => (x - (1 - Math.sqrt(input.alphaBarT)) * noise) / Math.sqrt(input.alphaBarT),
          s: 1 - Math.sqrt(input.alphaBarS),
        }),
      hint: "Look at what stands under the root of the noise's factor, both where you take it out and where you put it back.",
    },
    {
      name: "s and t swapped",
      wrong: ({ alphaBarT, alphaBarS, ...rest }) =>
        mixed({ ...rest, alphaBarT: alphaBarS, alphaBarS: alphaBarT }),
      hint: "You took x apart as if it were at s and mixed it for t. x is at t, with more noise, and goes to s.",
    },
    {
      name: "weights without their roots",
      wrong: (input) => mixed(input, { a: input.alphaBarS, s: 1 - input.alphaBarS }),
      hint: "The last line is the jump of lesson 2 with ᾱ_s in it, and there both factors are roots.",
    },
  ],
};
