/** Exercise 4: which learning rate was best? */
import type { Exercise, Random } from "noisebook";

/** A training: what was lost at each step, and what nobody could have avoided. */
export interface Training {
  rate: number;
  losses: Float64Array;
  /** The floor of each step's batch. */
  floors: Float64Array;
}

const length = 40;

/** The rate of the training whose score is least. */
function least(runs: Training[], score: (run: Training) => number): number {
  let best = { rate: Number.NaN, score: Infinity };
  for (const run of runs) {
    const found = score(run);
    if (found < best.score) best = { rate: run.rate, score: found };
  }
  return best.rate;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const excess = ({ losses, floors }: Training) => Array.from(losses, (loss, i) => loss - floors[i]);
const lastQuarter = (values: number[]) => values.slice(-length / 4);

/** Trainings of which each is the best to another way of looking. */
function trainings(rng: Random): [Training[]] {
  const run = (
    early: number,
    late: number,
    { floor = 0.6, end = late, broken = false } = {},
  ): Omit<Training, "rate"> => {
    const floors = Float64Array.from({ length }, () => floor + 0.02 * rng.normal());
    const losses = floors.map((value, i) => {
      const over = i < 30 ? early : i < length - 1 ? late : end;
      return broken && i > 36 ? Number.NaN : value + over * (1 + 0.05 * rng.uniform());
    });
    return { floors, losses };
  };
  const runs = [
    run(1, 0.02, { end: 0.03 }), // the best
    run(0.8, 0.06, { floor: 0.3 }), // the least loss, on easier batches
    run(0.8, 0.04, { end: 0.001 }), // the best last step
    run(0.1, 0.09), // the best start
    run(0.5, 0.005, { broken: true }), // good until it broke
  ];
  const rates = rng.shuffle([1e-4, 3e-4, 1e-3, 3e-3, 1e-2]);
  return [rng.shuffle(runs.map((each, i) => ({ rate: rates[i], ...each })))];
}

export const chooseRate: Exercise<[runs: Training[]], number> = {
  id: "choose-rate",
  title: "Choose a rate",
  points: 2,
  hint: "For each training: its excess at each step, loss − floor; the mean of the last quarter; out with it if any loss is not a finite number. Return the rate of the least.",
  cases: (rng) => [trainings(rng), trainings(rng), trainings(rng)],
  solution: (runs) =>
    least(runs, (run) => (run.losses.every(Number.isFinite) ? mean(lastQuarter(excess(run))) : Infinity)),
  tolerance: 0,
  mistakes: [
    {
      number: 16,
      name: "the loss should reach 0",
      wrong: (runs) =>
        least(runs, ({ losses }) =>
          losses.every(Number.isFinite) ? mean(lastQuarter([...losses])) : Infinity,
        ),
      hint: "The training with the least loss had the easiest batches. What counts is how far each is above its own floor.",
    },
    {
      name: "only the last step is looked at",
      wrong: (runs) =>
        least(runs, (run) => (run.losses.every(Number.isFinite) ? excess(run)[length - 1] : Infinity)),
      hint: "One batch is luck: the last step of this training happened to be a good one. Take a mean over the last quarter.",
    },
    {
      name: "all steps are looked at",
      wrong: (runs) =>
        least(runs, (run) => (run.losses.every(Number.isFinite) ? mean(excess(run)) : Infinity)),
      hint: "This training began well and then stopped getting better. Look at the end.",
    },
    {
      name: "a training that broke off is chosen",
      wrong: (runs) => least(runs, (run) => mean(lastQuarter(excess(run)).filter(Number.isFinite))),
      hint: "This one was the best until its loss was no longer a number. Its network is lost: leave it out.",
    },
  ],
};
