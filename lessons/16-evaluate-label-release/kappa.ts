/** Exercise 1: how far two raters agree beyond chance. */
import type { Exercise, Random } from "noisebook";

/** The share of items on which both say the same. */
const agreement = (first: number[], second: number[]) =>
  first.filter((score, at) => score === second[at]).length / first.length;

const share = (scores: number[], level: number) =>
  scores.filter((score) => score === level).length / scores.length;

/** The agreement of two raters who draw their scores by lot, each with their own shares. */
function byChance(first: number[], second: number[]): number {
  const levels = [...new Set([...first, ...second])];
  return levels.reduce((sum, level) => sum + share(first, level) * share(second, level), 0);
}

const beyond = (observed: number, chance: number) => (observed - chance) / (1 - chance);

export const kappa: Exercise<[first: number[], second: number[]], number> = {
  id: "kappa",
  title: "Agreement beyond chance",
  points: 2,
  hint: "Two shares are needed: how often both really agree, and how often they would if each drew scores by lot with their own shares.",
  cases: (rng) => [ratings(rng, 0.9), ratings(rng, 0.2), ratings(rng, 0.6)],
  solution: (first, second) => beyond(agreement(first, second), byChance(first, second)),
  tolerance: 1e-9,
  mistakes: [
    {
      name: "the share of agreement as it is",
      wrong: (first, second) => agreement(first, second),
      hint: "Two raters who always say 4 agree always, and say nothing. What would chance alone give?",
    },
    {
      name: "chance as one over the number of levels",
      wrong: (first, second) => beyond(agreement(first, second), 1 / new Set([...first, ...second]).size),
      hint: "That is chance for raters who use all levels equally often. Yours do not: count how often each uses each level.",
    },
    {
      name: "chance from the first rater alone",
      wrong: (first, second) => beyond(agreement(first, second), byChance(first, first)),
      hint: "Chance needs both: the share of a level with the first rater, times its share with the second.",
    },
    {
      name: "chance taken away, and not divided by what is left",
      wrong: (first, second) => agreement(first, second) - byChance(first, second),
      hint: "Perfect agreement must give 1. What is the largest value that yours can reach?",
    },
  ],
};

/** Scores from 1 to 5 of two raters; the second repeats the first with a chance of `same`. */
function ratings(rng: Random, same: number): [number[], number[]] {
  // Each rater has levels that they like: without that, all formulas of chance agree.
  const score = (liked: number) => (rng.uniform() < 0.5 ? liked : 1 + rng.integer(5));
  const first = [1, 2, 3, 4, 5, ...Array.from({ length: 35 }, () => score(4))];
  const second = first.map((own) => (rng.uniform() < same ? own : score(2)));
  return [first, second];
}
