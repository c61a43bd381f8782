/** Exercise 3: weights that make a skewed set balanced. */
import type { Exercise } from "noisebook";

function counts(labels: string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const label of labels) found.set(label, (found.get(label) ?? 0) + 1);
  return found;
}

export const rowWeights: Exercise<[labels: string[]], ArrayLike<number>> = {
  id: "row-weights",
  title: "Weights that balance a set",
  points: 3,
  hint: "Count how often each label comes, in a Map. All rows of one label together must get 1 / (number of labels).",
  cases: (rng) =>
    [2, 3, 5].map((kinds) => {
      const labels = Array.from({ length: kinds }, (_, kind) =>
        Array.from({ length: 1 + kind * kind + rng.integer(4) }, () => `kind-${kind}`),
      ).flat();
      return [rng.shuffle(labels)];
    }),
  solution: (labels) => {
    const found = counts(labels);
    return labels.map((label) => 1 / (found.size * found.get(label)!));
  },
  tolerance: 1e-9,
  mistakes: [
    {
      name: "every row the same weight",
      wrong: (labels) => labels.map(() => 1 / labels.length),
      hint: "With equal weights a label is drawn as often as it comes in the set: nothing is balanced yet.",
    },
    {
      name: "frequent labels made more frequent",
      wrong: (labels) => {
        const found = counts(labels);
        const total = labels.reduce((sum, label) => sum + found.get(label)!, 0);
        return labels.map((label) => found.get(label)! / total);
      },
      hint: "Yours gives a row more weight the more rows are like it. It should be the other way round.",
    },
    {
      name: "weights that do not add up to 1",
      wrong: (labels) => {
        const found = counts(labels);
        return labels.map((label) => 1 / found.get(label)!);
      },
      hint: "The proportions are right. But the weights are chances, and yours add up to the number of labels.",
    },
    {
      name: "the share of the rows in place of their number",
      wrong: (labels) => {
        const found = counts(labels);
        return labels.map((label) => labels.length / (found.size * found.get(label)!));
      },
      hint: "These weights have mean 1, as a loss would want them. Chances of being drawn have sum 1.",
    },
  ],
};
