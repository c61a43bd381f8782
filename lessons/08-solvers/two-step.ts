/** Exercise 3: a step of DPM-Solver++(2M). */
import { combine, type Exercise, type Points } from "noisebook";
import { clouds, pointsAt } from "./field.ts";

/** What a step is given. */
export interface TwoStepInput {
  x: Points;
  /** x̂₀ here. */
  x0: Points;
  /** x̂₀ at the step before. */
  x0Before: Points;
  sigmaBefore: number;
  sigma: number;
  next: number;
}

/** (σ'/σ)·x + (1 − σ'/σ)·D, D = x̂₀ + ahead·(x̂₀ − x̂₀ before) */
function aimed({ x, x0, x0Before, sigma, next }: TwoStepInput, ahead: number): Points {
  const kept = next / sigma;
  return combine([kept, x], [(1 - kept) * (1 + ahead), x0], [-(1 - kept) * ahead, x0Before]);
}

/** h/(2 h_before), in logarithms of σ. */
function halfRatio({ sigmaBefore, sigma, next }: TwoStepInput): number {
  return Math.log(sigma / next) / (2 * Math.log(sigmaBefore / sigma));
}

/** The last step aims at x̂₀ itself, whatever is wrong with the others. */
const butLast = (ahead: (input: TwoStepInput) => number) => (input: TwoStepInput) =>
  aimed(input, input.next === 0 ? 0 : ahead(input));

export const twoStep: Exercise<[input: TwoStepInput], Points> = {
  id: "two-step",
  title: "DPM-Solver++(2M)",
  points: 3,
  hint: "Three lines: the ratio h/(2 h_before) with logarithms of σ, the target D, then Euler's step towards D instead of x̂₀.",
  cases: (rng) => {
    const levels = [
      [6, 4, 2.2],
      [2 + rng.uniform(), 1.5, 1.1 * rng.uniform() + 0.2],
      [0.9, 0.6, 0.3],
      [0.4, 0.2, 0],
    ];
    return levels.map(([sigmaBefore, sigma, next]) => {
      const before = pointsAt(sigmaBefore, { count: 3, rng });
      const x = pointsAt(sigma, { count: 3, rng });
      const [x0Before, x0] = [clouds.denoise(before, sigmaBefore), clouds.denoise(x, sigma)];
      return [{ x, x0, x0Before, sigmaBefore, sigma, next }];
    });
  },
  solution: butLast(halfRatio),
  tolerance: 1e-7,
  mistakes: [
    {
      number: 15,
      name: "a sampler that is not the one it is named: without its memory it is Euler's",
      wrong: (input) => aimed(input, 0),
      hint: "You aim at x̂₀ and never use what was seen a step before. That is DDIM, which is Euler, and of order 1.",
    },
    {
      name: "σ itself in place of its logarithm",
      wrong: butLast(({ sigmaBefore, sigma, next }) => (sigma - next) / (2 * (sigmaBefore - sigma))),
      hint: "h is a distance in λ = −ln σ: the logarithm of a ratio, not a difference of σ.",
    },
    {
      name: "the 2 forgotten: aimed at the end of the step, not at its middle",
      wrong: butLast((input) => 2 * halfRatio(input)),
      hint: "x̂₀ wanders during the step. On average it is where it will be in the middle, half a step ahead.",
    },
    {
      name: "aimed backwards",
      wrong: butLast((input) => -halfRatio(input)),
      hint: "You aim at where x̂₀ was, not at where it is going. Which of the two x̂₀ is taken away from the other?",
    },
    {
      name: "the two distances swapped",
      wrong: butLast(
        ({ sigmaBefore, sigma, next }) => Math.log(sigmaBefore / sigma) / (2 * Math.log(sigma / next)),
      ),
      hint: "The longer this step and the shorter the last one, the further ahead you must aim. Yours is the other way round.",
    },
    {
      name: "the last step in logarithms",
      wrong: (input) => aimed(input, halfRatio(input)),
      hint: "To σ = 0 it is infinitely far in ln σ. There the target is x̂₀ itself.",
    },
  ],
};
