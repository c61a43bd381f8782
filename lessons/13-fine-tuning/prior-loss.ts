/** Exercise 4: DreamBooth's loss. */
import type { Exercise, Random } from "noisebook";

/** What the model said of some rows, and what it should have said. */
export interface Answers {
  predictions: number[];
  targets: number[];
}

type Inputs = [subject: Answers, prior: Answers, weight: number];

const squares = ({ predictions, targets }: Answers): number[] =>
  predictions.map((value, i) => (value - targets[i]) ** 2);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

const someAnswers = (rng: Random, count: number, error: number): Answers => {
  const targets = Array.from(rng.normal(count));
  return { targets, predictions: targets.map((value) => value + error * rng.normal()) };
};

export const priorLoss: Exercise<Inputs, number> = {
  id: "prior-loss",
  title: "Learn the subject, keep the class",
  points: 3,
  hint: "The mean square of the subject's errors, and the mean square of the prior's errors, each over its own rows. The second is multiplied by the weight.",
  cases: (rng) => [
    [someAnswers(rng, 8, 1), someAnswers(rng, 24, 0.5), 1.5],
    [someAnswers(rng, 6, 0.5), someAnswers(rng, 12, 1), 0.3],
    [someAnswers(rng, 10, 1), someAnswers(rng, 5, 1), 0.4 + 0.2 * rng.uniform()],
  ],
  solution: (subject, prior, weight) => mean(squares(subject)) + weight * mean(squares(prior)),
  mistakes: [
    {
      name: "no prior",
      wrong: (subject) => mean(squares(subject)),
      hint: "That is the subject alone. Nothing holds the rest of the class where it was.",
    },
    {
      name: "the weight forgotten",
      wrong: (subject, prior) => mean(squares(subject)) + mean(squares(prior)),
      hint: "λ says how much the class counts beside the subject. Yours is always 1.",
    },
    {
      name: "one mean over all rows",
      wrong: (subject, prior, weight) =>
        (sum(squares(subject)) + weight * sum(squares(prior))) /
        (subject.targets.length + prior.targets.length),
      hint: "Whichever has more rows counts more in yours. Take each mean over its own rows.",
    },
    {
      name: "sums instead of means",
      wrong: (subject, prior, weight) => sum(squares(subject)) + weight * sum(squares(prior)),
      hint: "Yours grows with the batch. Each part is a mean over its rows.",
    },
    {
      name: "a mixture of the two",
      wrong: (subject, prior, weight) =>
        (1 - weight) * mean(squares(subject)) + weight * mean(squares(prior)),
      hint: "The subject always counts once; λ is not taken from it.",
    },
    {
      name: "the weight on the subject",
      wrong: (subject, prior, weight) => weight * mean(squares(subject)) + mean(squares(prior)),
      hint: "λ stands before the prior: with λ = 0 only the subject should be left.",
    },
  ],
};
