/** Exercise 1: where an edit enters the walk. */
import type { Exercise } from "noisebook";

const left = (steps: number, strength: number) => Math.floor(steps * strength);

export const firstStep: Exercise<[steps: number, strength: number], number> = {
  id: "first-step",
  title: "Where an edit begins",
  points: 2,
  hint: "How many of the N steps are left to walk? The list begins with the noisiest step, so the edit skips the others at its beginning.",
  cases: (rng) => {
    const steps = 10 + rng.integer(90);
    const whole = 1 + rng.integer(steps - 2);
    return [
      [50, 0.5],
      [20, 1],
      [10, 0.37],
      [steps, (whole + 0.1 + 0.3 * rng.uniform()) / steps],
    ];
  },
  solution: (steps, strength) => steps - left(steps, strength),
  tolerance: 0,
  mistakes: [
    {
      name: "the number of steps that are left",
      wrong: left,
      hint: "That many steps are walked. The index is asked for: how many are skipped before the first of them?",
    },
    {
      name: "rounded to the nearest",
      wrong: (steps, strength) => steps - Math.round(steps * strength),
      hint: "With 10 steps and a strength of 0.37 only 3 whole steps fit, not 4. Round down.",
    },
    {
      name: "rounded up",
      wrong: (steps, strength) => steps - Math.ceil(steps * strength),
      hint: "3.7 steps are 3 whole ones: a strength is an upper limit of what may be changed.",
    },
    {
      name: "one step off",
      wrong: (steps, strength) => steps - left(steps, strength) - 1,
      hint: "With a strength of 1 all steps are walked, and the first of them has the index 0.",
    },
    {
      name: "the last step",
      wrong: (steps) => steps - 1,
      hint: "Your result does not depend on the strength.",
    },
  ],
};
