/** Exercise 5: how much an error counts. */
import { type Exercise, minSnrWeight } from "noisebook";
import type { Kind } from "./triangle.ts";

type Inputs = [snr: number, target: Kind, gamma: number];

/** What the weight on x₀ is divided by, so that the same error counts the same in another target. */
const ratio = (snr: number, target: Kind) => ({ x0: 1, eps: snr, v: snr + 1 })[target];

export const minSnr: Exercise<Inputs, number> = {
  id: "min-snr",
  title: "The min-SNR weight",
  points: 2,
  hint: "Start with the weight on x₀, min(SNR, γ). Then divide it by what the error grows by when it is measured in the other target.",
  cases: (rng) =>
    (["x0", "eps", "v"] as const).flatMap((target) =>
      [0.2 + rng.uniform(), 3, 20 + 50 * rng.uniform()].map((snr): Inputs => [snr, target, 5]),
    ),
  solution: (snr, target, gamma) => minSnrWeight(snr, { target, gamma }),
  tolerance: 1e-12,
  mistakes: [
    {
      name: "max in place of min",
      wrong: (snr, target, gamma) => Math.max(snr, gamma) / ratio(snr, target),
      hint: "The weight is meant to have a ceiling of γ: nearly clean pictures shall not drown out all others.",
    },
    {
      name: "the weight on x₀ used for every target",
      wrong: (snr, _, gamma) => Math.min(snr, gamma),
      hint: "The same wrong prediction has another squared error in ε and in v. Divide by that factor, or the target changes what the training cares about.",
    },
    {
      name: "the same divisor for ε and v",
      wrong: (snr, target, gamma) => Math.min(snr, gamma) / (target === "x0" ? 1 : snr),
      hint: "For x₀ and ε it is right. |v err|² is (SNR + 1) times |x₀ err|².",
    },
    {
      name: "no ceiling",
      wrong: (snr, target) => snr / ratio(snr, target),
      hint: "This is the weight that ε-prediction has by itself. Where is γ?",
    },
    {
      name: "the ratio of ε and v turned round",
      wrong: (snr, target, gamma) => Math.min(snr, gamma) * ratio(snr, target),
      hint: "The error grows by that factor, so the weight has to shrink by it: divide.",
    },
  ],
};
