/** Exercise 1: labels that are dropped at random. */
import type { Exercise, Random } from "noisebook";

type Drop = (labels: Int32Array, share: number, rng: Random) => ArrayLike<number>;

const dropped =
  (isDropped: (rng: Random, share: number) => boolean, nothing = -1): Drop =>
  (labels, share, rng) =>
    labels.map((label) => (isDropped(rng, share) ? nothing : label));

export const dropLabels: Exercise<[labels: Int32Array, share: number, rng: Random], ArrayLike<number>> = {
  id: "drop-labels",
  title: "Labels dropped at random",
  points: 2,
  hint: "labels.map((label) => …): for each label one draw of rng.uniform() decides whether it stays.",
  cases: (rng) =>
    [0.1, 0.1 + 0.3 * rng.uniform()].map((share) => [
      Int32Array.from(rng.integer(9, 1000), (label) => label + 1),
      share,
      rng.fork(),
    ]),
  solution: dropped((rng, share) => rng.uniform() < share),
  tolerance: 0,
  accepts: (answer, labels, share) => {
    const gone = labels.map((_, i) => (answer[i] === -1 ? 1 : 0));
    if (labels.some((label, i) => answer[i] !== -1 && answer[i] !== label)) return false;
    // Each half by itself within 6 standard errors, so that it matters which ones are dropped.
    return [gone.slice(0, 500), gone.slice(500)].every((half) => {
      const mean = half.reduce((sum, one) => sum + one, 0) / half.length;
      return Math.abs(mean - share) < 6 * Math.sqrt((share * (1 - share)) / half.length);
    });
  },
  mistakes: [
    {
      name: "the share is kept, not dropped",
      wrong: dropped((rng, share) => rng.uniform() >= share),
      hint: "With a share of 0.1 only one label in ten goes. Yours keeps one in ten.",
    },
    {
      name: "dropped labels become class 0",
      wrong: dropped((rng, share) => rng.uniform() < share, 0),
      hint: "0 is a class of its own: the network would learn that everything is a zero now and then. The label for “no label” is −1.",
    },
    {
      number: 8,
      name: "`randn` where `rand` was meant",
      wrong: dropped((rng, share) => rng.normal() < share),
      hint: "A normal number is below 0.1 in more than half of all draws. A share needs a uniform number between 0 and 1.",
    },
    {
      name: "one draw for the whole batch",
      wrong: (labels, share, rng) => (rng.uniform() < share ? labels.map(() => -1) : labels.slice()),
      hint: "Your batch loses all its labels or none. Each label has a draw of its own.",
    },
    {
      name: "always the first ones",
      wrong: (labels, share) => labels.map((label, i) => (i < share * labels.length ? -1 : label)),
      hint: "If the data are sorted, the first classes lose all their labels. Chance must decide, for each label anew.",
    },
  ],
};
