/** Exercise 3: DDIM backwards. */
import { type Exercise, linearSchedule } from "noisebook";

export interface InversionInput {
  /** x at the level s, with less noise. */
  x: Float64Array;
  /** The noise that the denoiser sees. */
  eps: Float64Array;
  alphaBarS: number;
  /** ᾱ at the noisier level t. */
  alphaBarT: number;
}

/** a·(x − out·ε)/from + s·ε */
function mixed(
  { x, eps, alphaBarS, alphaBarT }: InversionInput,
  {
    out = Math.sqrt(1 - alphaBarS),
    from = Math.sqrt(alphaBarS),
    a = Math.sqrt(alphaBarT),
    s = Math.sqrt(1 - alphaBarT),
  } = {},
): Float64Array {
  return x.map((value, i) => (a * (value - out * eps[i])) / from + s * eps[i]);
}

export const inversionStep: Exercise<[input: InversionInput], ArrayLike<number>> = {
  id: "inversion-step",
  title: "DDIM backwards",
  points: 2,
  hint: "As DDIM: take x apart into x̂₀ and ε with the ᾱ of the level where it is, and mix both with the ᾱ of the level where it goes.",
  cases: (rng) => {
    const { alphaBar } = linearSchedule();
    const s = 50 + rng.integer(600);
    return [
      [alphaBar[s], alphaBar[s + 20 + rng.integer(200)]],
      [alphaBar[19], alphaBar[39]],
      [1, alphaBar[19 + rng.integer(50)]],
    ].map(([alphaBarS, alphaBarT]) => [{ x: rng.normal(12), eps: rng.normal(12), alphaBarS, alphaBarT }]);
  },
  solution: (input) => mixed(input),
  tolerance: 1e-7,
  mistakes: [
    {
      name: "the two levels swapped",
      wrong: ({ alphaBarS, alphaBarT, ...rest }) =>
        mixed({ ...rest, alphaBarS: alphaBarT, alphaBarT: alphaBarS }),
      hint: "That is DDIM itself, towards the picture. x is at s, with little noise, and goes to t.",
    },
    {
      name: "x taken for the clean picture",
      wrong: (input) => mixed(input, { out: 0, from: 1 }),
      hint: "Only in the first step is x clean. Later there is noise in it already: take it out first, or it is in twice.",
    },
    {
      name: "noise added on top of x, as in the forward process",
      wrong: ({ x, eps, alphaBarS, alphaBarT }) => {
        const alpha = alphaBarT / alphaBarS;
        return x.map((value, i) => Math.sqrt(alpha) * value + Math.sqrt(1 - alpha) * eps[i]);
      },
      hint: "That is the small step of lesson 2, for fresh noise: variances add up. Here ε is the noise that is in x already, so the factors of ε add up, not their squares.",
    },
    {
      name: "x̂₀ not brought to full strength",
      wrong: (input) => mixed(input, { from: 1 }),
      hint: "x without its noise is √ᾱ_s x̂₀. Divide before you mix it anew.",
    },
    {
      name: "the noise left as strong as it was",
      wrong: (input) => mixed(input, { s: Math.sqrt(1 - input.alphaBarS) }),
      hint: "At t there is more noise than at s: which ᾱ belongs under the root?",
    },
  ],
};
