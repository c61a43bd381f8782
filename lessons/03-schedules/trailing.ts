/** Exercise 3: which steps a sampler visits. */
import { type Exercise, timesteps } from "noisebook";

const evenly = (steps: number, at: (index: number) => number) =>
  Int32Array.from({ length: steps }, (_, index) => Math.round(at(index)));

export const trailing: Exercise<[trainSteps: number, steps: number], ArrayLike<number>> = {
  id: "trailing",
  title: "Steps that start at pure noise",
  points: 2,
  hint: "The distance between two visits is trainSteps / steps. Start at the end: the first visit is the last step, trainSteps − 1.",
  cases: (rng) => {
    const steps = [5, 10, 20, 25][rng.integer(4)];
    return [
      [1000, 10],
      [1000, 50],
      [1000, 3],
      [100 * (1 + rng.integer(9)), steps],
    ];
  },
  solution: (trainSteps, steps) => evenly(steps, (k) => trainSteps - k * (trainSteps / steps) - 1),
  tolerance: 0,
  mistakes: [
    {
      number: 18,
      name: "leading and trailing spacing mixed up",
      wrong: (trainSteps, steps) => timesteps({ trainSteps, steps, spacing: "leading" }),
      hint: "This list ends at step 0 and never visits the last step. Sampling starts from pure noise, so it must start where the model knows pure noise.",
    },
    {
      number: 18,
      name: "leading spacing with Stable Diffusion's offset of 1",
      wrong: (trainSteps, steps) => timesteps({ trainSteps, steps, spacing: "leading", offset: 1 }),
      hint: "Counting up from 1 reaches the first steps and leaves out the last ones. Count down from the end instead.",
    },
    {
      name: "both ends visited",
      wrong: (trainSteps, steps) => timesteps({ trainSteps, steps, spacing: "linspace" }),
      hint: "You divide the way from the last step to step 0. The distance of this spacing is trainSteps / steps, and it does not visit step 0.",
    },
    {
      name: "rising order",
      wrong: (trainSteps, steps) => evenly(steps, (k) => trainSteps - k * (trainSteps / steps) - 1).reverse(),
      hint: "The right steps in the wrong order: a sampler starts at the noise, at the largest t.",
    },
    {
      name: "steps counted from 1",
      wrong: (trainSteps, steps) => evenly(steps, (k) => trainSteps - k * (trainSteps / steps)),
      hint: "The last of 1,000 steps is t = 999: t is an index.",
    },
  ],
};
