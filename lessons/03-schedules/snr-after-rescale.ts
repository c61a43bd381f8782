/** Exercise 4: the SNR of a schedule after its repair. */
import type { Exercise } from "noisebook";
import { leakySchedules, rescale } from "./rescale.ts";

const ratio = (alphaBar: ArrayLike<number>) => Float64Array.from(alphaBar, (kept) => kept / (1 - kept));

export const snrAfterRescale: Exercise<[alphaBar: Float64Array], ArrayLike<number>> = {
  id: "snr-after-rescale",
  title: "SNR of the schedule that is really used",
  points: 2,
  hint: "Two lines: your rescale, then ᾱ / (1 − ᾱ) of each value. In which order?",
  cases: (rng) => leakySchedules(rng).map((alphaBar) => [alphaBar]),
  solution: (alphaBar) => ratio(rescale.solution(alphaBar)),
  tolerance: 1e-9,
  mistakes: [
    {
      number: 12,
      name: "SNR computed before the zero-SNR fix",
      wrong: (alphaBar) => ratio(alphaBar),
      hint: "Your last SNR is not 0: this is the old schedule. Rescale first, and compute everything else from the result.",
    },
    {
      number: 12,
      name: "SNR computed before the fix, and only its last value set to 0",
      wrong: (alphaBar) => ratio(alphaBar).map((snr, t, all) => (t === all.length - 1 ? 0 : snr)),
      hint: "The end looks right, and all the other steps still belong to the old schedule. Rescale ᾱ, then divide.",
    },
    {
      number: 12,
      name: "the SNR is rescaled instead of ᾱ",
      wrong: (alphaBar) => Float64Array.from(rescale.solution(ratio(alphaBar))),
      hint: "Algorithm 1 is for ᾱ, whose roots are the weights. Give it ᾱ, and divide afterwards.",
    },
    {
      name: "the ratio of the weights, not of the variances",
      wrong: (alphaBar) => ratio(rescale.solution(alphaBar)).map(Math.sqrt),
      hint: "This is √ᾱ / √(1 − ᾱ). SNR compares the variances.",
    },
  ],
};
