/** Exercise 1: from any of x₀, ε and v to any other. */
import type { Exercise } from "noisebook";

export type Kind = "x0" | "eps" | "v";

/** What is known: the noised values, and a prediction of one kind. */
export interface Question {
  from: Kind;
  to: Kind;
  prediction: Float64Array;
  x: Float64Array;
  alphaBar: number;
}

interface Factors {
  a: number;
  s: number;
}

const factors = (alphaBar: number): Factors => ({ a: Math.sqrt(alphaBar), s: Math.sqrt(1 - alphaBar) });

/** One value of each kind, from the value of one kind and of x. */
function kinds(from: Kind, { value, x, a, s }: Factors & { value: number; x: number }): Record<Kind, number> {
  if (from === "v") return { v: value, x0: a * x - s * value, eps: s * x + a * value };
  const x0 = from === "x0" ? value : (x - s * value) / a;
  const eps = from === "eps" ? value : (x - a * value) / s;
  return { x0, eps, v: a * eps - s * x0 };
}

/** Converts each value with the factors that a (right or wrong) idea makes of ᾱ. */
const converting =
  (idea: (alphaBar: number) => Factors, convert = kinds) =>
  ({ from, to, prediction, x, alphaBar }: Question) =>
    prediction.map((value, i) => convert(from, { value, x: x[i], ...idea(alphaBar) })[to]);

export const triangle: Exercise<[question: Question], ArrayLike<number>> = {
  id: "triangle",
  title: "From any prediction to any other",
  points: 3,
  hint: "Two moves: first find x₀ and ε from what you have and x, then make what is wanted of these two.",
  cases: (rng) =>
    (["x0", "eps", "v"] as const).flatMap((from) =>
      (["x0", "eps", "v"] as const)
        .filter((to) => to !== from)
        .map((to): [Question] => {
          const alphaBar = 0.1 + 0.35 * rng.uniform();
          return [{ from, to, prediction: rng.normal(6), x: rng.normal(6), alphaBar }];
        }),
    ),
  solution: converting(factors),
  tolerance: 1e-12,
  mistakes: [
    {
      name: "the sign of v turned round",
      wrong: converting(factors, (from, known) => {
        const all = kinds(from, from === "v" ? { ...known, value: -known.value } : known);
        return { ...all, v: from === "v" ? known.value : -all.v };
      }),
      hint: "Without noise, a = 1 and s = 0, v is the noise that is about to come in: v = ε. Which sign makes yours do that?",
    },
    {
      number: 1,
      name: "√(1 − ᾱ) written as 1 − √ᾱ",
      wrong: converting((alphaBar) => ({ a: Math.sqrt(alphaBar), s: 1 - Math.sqrt(alphaBar) })),
      hint: "Your weights do not obey a² + s² = 1. Look at what stands under the root of s.",
    },
    {
      name: "weights without their roots",
      wrong: converting((alphaBar) => ({ a: alphaBar, s: 1 - alphaBar })),
      hint: "a and s are weights of values, and ᾱ and 1 − ᾱ are shares of the variance. Something lies between the two.",
    },
    {
      name: "a and s swapped",
      wrong: converting((alphaBar) => {
        const { a, s } = factors(alphaBar);
        return { a: s, s: a };
      }),
      hint: "a is the weight of the picture, and belongs to ᾱ; s is the weight of the noise, and belongs to 1 − ᾱ.",
    },
    {
      name: "x₀ and ε are not divided by their weight",
      wrong: converting(factors, (from, { value, x, a, s }) => {
        if (from === "v") return kinds(from, { value, x, a, s });
        const x0 = from === "x0" ? value : x - s * value;
        const eps = from === "eps" ? value : x - a * value;
        return { x0, eps, v: a * eps - s * x0 };
      }),
      hint: "x − s·ε is what is left of the picture in x, faded to a·x₀. How do you get x₀ from that? The same for ε.",
    },
  ],
};
