/** Exercise 4: where SNR = 1. */
import { cosineSchedule, type Exercise, linearSchedule } from "noisebook";

export const halfway: Exercise<[alphaBar: Float64Array], number> = {
  id: "halfway",
  title: "The step where noise overtakes the picture",
  points: 2,
  hint: "SNR = ᾱ / (1 − ᾱ). Go through the steps from t = 0 and stop at the first where it is 1 or less.",
  cases: (rng) => [
    [linearSchedule({ steps: 1000 }).alphaBar],
    [cosineSchedule({ steps: 1000 }).alphaBar],
    [linearSchedule({ steps: 500 + rng.integer(500), betaEnd: 0.01 + 0.02 * rng.uniform() }).alphaBar],
    [cosineSchedule({ steps: 100 + rng.integer(800) }).alphaBar],
  ],
  solution: (alphaBar) => alphaBar.findIndex((kept) => kept / (1 - kept) <= 1),
  tolerance: 0,
  mistakes: [
    {
      name: "the last step before, where SNR is still above 1",
      wrong: (alphaBar) => alphaBar.findIndex((kept) => kept / (1 - kept) <= 1) - 1,
      hint: "At the step that you return the picture is still a little stronger. The next one is asked for.",
    },
    {
      name: "steps counted from 1",
      wrong: (alphaBar) => alphaBar.findIndex((kept) => kept / (1 - kept) <= 1) + 1,
      hint: "The first step is t = 0: t is the index into alphaBar.",
    },
    {
      name: "the middle of the schedule",
      wrong: (alphaBar) => Math.floor(alphaBar.length / 2),
      hint: "Half of the steps is not half of the variance: where the two meet depends on the schedule.",
    },
    {
      name: "√ᾱ compared with 1 − √ᾱ",
      wrong: (alphaBar) => alphaBar.findIndex((kept) => Math.sqrt(kept) <= 0.5),
      hint: "SNR compares variances: ᾱ of the picture with 1 − ᾱ of the noise.",
    },
  ],
};
