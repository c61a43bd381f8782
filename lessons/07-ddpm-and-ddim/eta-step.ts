/** Exercise 3: DDIM with a dial for fresh noise. */
import { type Exercise, linearSchedule } from "noisebook";

/** What a step is given. */
export interface EtaInput {
  /** The clean picture that the denoiser saw. */
  x0: Float64Array;
  /** The noise that it saw. */
  eps: Float64Array;
  /** Fresh noise, N(0, I). */
  z: Float64Array;
  alphaBarT: number;
  alphaBarS: number;
  /** 0 adds no fresh noise, 1 as much as DDPM. */
  eta: number;
}

/** The deviation of DDPM's fresh noise. */
function deviation({ alphaBarT, alphaBarS }: EtaInput): number {
  const beta = 1 - alphaBarT / alphaBarS;
  return Math.sqrt((beta * (1 - alphaBarS)) / (1 - alphaBarT));
}

/** √ᾱ_s·x̂₀ + kept·ε̂ + fresh·z */
function mixed(
  input: EtaInput,
  {
    fresh = input.eta * deviation(input),
    kept = Math.sqrt(1 - input.alphaBarS - fresh ** 2),
  }: { fresh?: number; kept?: number } = {},
): Float64Array {
  const a = Math.sqrt(input.alphaBarS);
  return input.x0.map((value, i) => a * value + kept * input.eps[i] + fresh * input.z[i]);
}

export const etaStep: Exercise<[input: EtaInput], ArrayLike<number>> = {
  id: "eta-step",
  title: "A dial for fresh noise",
  points: 2,
  hint: "First sigma = η times the root of your posterior's variance. Then three terms: picture, old noise, fresh noise.",
  cases: (rng) => {
    const { alphaBar } = linearSchedule();
    const from = 200 + rng.integer(700);
    const to = from - 50 - rng.integer(100);
    return [0.5, 1, 0, 0.2 + 0.6 * rng.uniform()].map((eta) => [
      {
        x0: rng.normal(16),
        eps: rng.normal(16),
        z: rng.normal(16),
        alphaBarT: alphaBar[from],
        alphaBarS: alphaBar[to],
        eta,
      },
    ]);
  },
  solution: (input) => mixed(input),
  tolerance: 1e-7,
  mistakes: [
    {
      name: "fresh noise added on top of the old",
      wrong: (input) => mixed(input, { kept: Math.sqrt(1 - input.alphaBarS) }),
      hint: "At step s there is room for a variance of 1 − ᾱ_s, and no more. What fresh noise takes of it must be missing from the old.",
    },
    {
      name: "the variance used as a factor",
      wrong: (input) => mixed(input, { fresh: input.eta * deviation(input) ** 2 }),
      hint: "Noise is multiplied by a deviation. What the posterior gives is a variance: take its root.",
    },
    {
      number: 6,
      name: "β_t in place of the posterior variance",
      wrong: (input) => mixed(input, { fresh: input.eta * Math.sqrt(1 - input.alphaBarT / input.alphaBarS) }),
      hint: "With η = 1 the step must add as much as DDPM: the variance of the posterior, not β.",
    },
    {
      name: "old noise left at √(1 − ᾱ_s) − σ",
      wrong: (input) => {
        const fresh = input.eta * deviation(input);
        return mixed(input, { fresh, kept: Math.sqrt(1 - input.alphaBarS) - fresh });
      },
      hint: "Variances add up, deviations do not: take σ² away under the root.",
    },
    {
      name: "η left out",
      wrong: (input) => mixed(input, { fresh: deviation(input) }),
      hint: "Your step adds the same noise whatever η is. With η = 0 it must add none.",
    },
    {
      name: "η under the root",
      wrong: (input) => mixed(input, { fresh: Math.sqrt(input.eta) * deviation(input) }),
      hint: "η multiplies the deviation, not the variance: it stands in front of the root.",
    },
  ],
};
