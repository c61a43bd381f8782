/** Exercise 4: which of the schedule's steps to take. */
import type { Exercise } from "noisebook";

/** Every `stride`-th step, from the last one down: as many as fit, whatever was asked for. */
function strided(trainSteps: number, stride: number): number[] {
  const found: number[] = [];
  for (let t = trainSteps - 1; t >= 0; t -= stride) found.push(t);
  return found;
}

const exact = (trainSteps: number, steps: number, index: number) => trainSteps * (1 - index / steps) - 1;

const spread = (trainSteps: number, steps: number, round: (t: number) => number = Math.round) =>
  Array.from({ length: steps }, (_, index) => round(exact(trainSteps, steps, index)));

export const chosenSteps: Exercise<[trainSteps: number, steps: number], ArrayLike<number>> = {
  id: "chosen-steps",
  title: "Which steps to take",
  points: 2,
  hint: "Array.from({ length: steps }, (_, i) => …): step i is T·(1 − i/N) − 1, rounded.",
  cases: (rng) => [
    [1000, 10],
    [1000, 300],
    [1000, 1000],
    [1000, 1],
    [1000, 334 + rng.integer(160)],
    [500 + 2 * rng.integer(200), 51 + rng.integer(40)],
  ],
  solution: (trainSteps, steps) => spread(trainSteps, steps),
  tolerance: 0,
  accepts: (answer, trainSteps, steps) =>
    Array.from(answer).every(
      (t, index) =>
        Number.isInteger(t) &&
        Math.abs(t - exact(trainSteps, steps, index)) < 1 &&
        (index === 0 ? t === trainSteps - 1 : t < answer[index - 1]),
    ),
  mistakes: [
    {
      number: 11,
      name: "more steps run than asked: a stride rounded down",
      wrong: (trainSteps, steps) => strided(trainSteps, Math.floor(trainSteps / steps)),
      hint: "1000 / 300 is 3.33. With a stride of 3 you take 334 steps, not 300. Count the list for N = 300.",
    },
    {
      number: 11,
      name: "fewer steps run than asked: a stride rounded up",
      wrong: (trainSteps, steps) => strided(trainSteps, Math.ceil(trainSteps / steps)),
      hint: "1000 / 300 is 3.33. With a stride of 4 you take 250 steps, not 300. Count the list for N = 300.",
    },
    {
      number: 18,
      name: "leading and trailing spacing mixed up",
      wrong: (trainSteps, steps) =>
        Array.from({ length: steps }, (_, i) => (steps - 1 - i) * Math.floor(trainSteps / steps)),
      hint: "Your list ends at 0 and never reaches the last step. x begins as pure noise: the first step must be T − 1.",
    },
    {
      name: "counted from T instead of T − 1",
      wrong: (trainSteps, steps) => spread(trainSteps, steps).map((t) => t + 1),
      hint: "A schedule of 1000 steps has the steps 0 to 999: step 1000 does not exist.",
    },
    {
      name: "fractions left in",
      wrong: (trainSteps, steps) => spread(trainSteps, steps, (t) => t),
      hint: "ᾱ is a table: it has a value for step 332 and for step 333, none for 332.33. Round.",
    },
    {
      name: "steps that rise",
      wrong: (trainSteps, steps) => spread(trainSteps, steps).reverse(),
      hint: "Sampling goes from noise to picture: the list begins with the noisiest step and falls.",
    },
  ],
};
