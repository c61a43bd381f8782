/** Exercise 1: where x was one step earlier, when both ends are known. */
import { type Exercise, linearSchedule, type Posterior } from "noisebook";

/** The formula, with its three results open to be written wrongly. */
function mixed(
  alphaBarT: number,
  alphaBarS: number,
  { beta = 1 - alphaBarT / alphaBarS, ...change }: { beta?: number } & Partial<Posterior> = {},
): Posterior {
  return {
    x0: (beta * Math.sqrt(alphaBarS)) / (1 - alphaBarT),
    xt: ((1 - alphaBarS) * Math.sqrt(alphaBarT / alphaBarS)) / (1 - alphaBarT),
    variance: (beta * (1 - alphaBarS)) / (1 - alphaBarT),
    ...change,
  };
}

export const posterior: Exercise<[alphaBarT: number, alphaBarS: number], Posterior> = {
  id: "posterior",
  title: "The posterior of one step back",
  points: 3,
  hint: "Write alpha = ᾱ_t / ᾱ_s and beta = 1 − alpha first. Then each of the three results is one line of the table.",
  cases: (rng) => {
    const { alphaBar } = linearSchedule();
    const t = 2 + rng.integer(997);
    const far = 100 + rng.integer(900);
    return [
      [alphaBar[1], alphaBar[0]],
      [alphaBar[t], alphaBar[t - 1]],
      [alphaBar[far], alphaBar[far - 1 - rng.integer(99)]],
      [alphaBar[rng.integer(1000)], 1],
    ];
  },
  solution: (alphaBarT, alphaBarS) => mixed(alphaBarT, alphaBarS),
  tolerance: 1e-9,
  mistakes: [
    {
      number: 6,
      name: "β_t in place of the posterior variance",
      wrong: (alphaBarT, alphaBarS) => mixed(alphaBarT, alphaBarS, { variance: 1 - alphaBarT / alphaBarS }),
      hint: "β is the noise of a step forward, when nothing is known of the end. You know x₀ too, and who knows more is less uncertain: there is one more factor.",
    },
    {
      name: "β over the whole way, 1 − ᾱ_t",
      wrong: (alphaBarT, alphaBarS) => mixed(alphaBarT, alphaBarS, { beta: 1 - alphaBarT }),
      hint: "1 − ᾱ_t is the noise of all steps since the clean picture. β is only that of the way from s to t: 1 − ᾱ_t / ᾱ_s.",
    },
    {
      name: "the factors of x₀ and x_t swapped",
      wrong: (alphaBarT, alphaBarS) => {
        const { x0, xt, variance } = mixed(alphaBarT, alphaBarS);
        return { x0: xt, xt: x0, variance };
      },
      hint: "Take s = clean, ᾱ_s = 1: then x_s is x₀ itself, its factor is 1 and that of x_t is 0. In yours it is the other way round.",
    },
    {
      name: "the root over ᾱ_s forgotten",
      wrong: (alphaBarT, alphaBarS) =>
        mixed(alphaBarT, alphaBarS, {
          x0: ((1 - alphaBarT / alphaBarS) * alphaBarS) / (1 - alphaBarT),
        }),
      hint: "Look at the factor of x₀: at step s the picture has faded to √ᾱ_s of itself, not to ᾱ_s.",
    },
    {
      name: "the root over α forgotten",
      wrong: (alphaBarT, alphaBarS) =>
        mixed(alphaBarT, alphaBarS, {
          xt: ((1 - alphaBarS) * (alphaBarT / alphaBarS)) / (1 - alphaBarT),
        }),
      hint: "Look at the factor of x_t: from s to t, x was multiplied by √α, not by α.",
    },
    {
      name: "1 − ᾱ_s and 1 − ᾱ_t swapped in the variance",
      wrong: (alphaBarT, alphaBarS) =>
        mixed(alphaBarT, alphaBarS, {
          variance: ((1 - alphaBarT / alphaBarS) * (1 - alphaBarT)) / (1 - alphaBarS),
        }),
      hint: "One step before the clean picture there is no doubt left: the variance must be 0 where ᾱ_s = 1. Which of the two belongs above the line?",
    },
    {
      name: "the deviation returned as the variance",
      wrong: (alphaBarT, alphaBarS) => {
        const right = mixed(alphaBarT, alphaBarS);
        return { ...right, variance: Math.sqrt(right.variance) };
      },
      hint: "The variance is asked for. Its root comes later, when noise is multiplied by it.",
    },
  ],
};
