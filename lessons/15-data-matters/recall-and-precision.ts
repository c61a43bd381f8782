/** Exercise 1: how good a list of findings is. */
import type { Exercise } from "noisebook";

/** Shares from 0 to 1. */
export interface FindingScore {
  /** Of the planted faults, the share that was found. */
  recall: number;
  /** Of the findings, the share that was planted. */
  precision: number;
}

const hits = (found: Iterable<string>, planted: string[]) =>
  [...found].filter((id) => planted.includes(id)).length;

export const recallAndPrecision: Exercise<[found: string[], planted: string[]], FindingScore> = {
  id: "recall-and-precision",
  title: "Recall and precision of a report",
  points: 2,
  hint: "Make a Set of found, so that each picture counts once. Then count those of it that are planted.",
  cases: (rng) => {
    const ids = rng.shuffle(Array.from({ length: 30 }, (_, at) => `picture-${at}`));
    const planted = ids.slice(0, 8);
    const right = planted.slice(0, 3 + rng.integer(3));
    const wrong = ids.slice(8, 9 + rng.integer(2));
    // A report names a picture once for each thing that is wrong with it.
    const twice = [...right, ...wrong, right[0], right[1]];
    return [
      [rng.shuffle([...right, ...wrong]), planted],
      [twice, planted],
      [[], planted],
    ];
  },
  solution: (found, planted) => {
    const once = new Set(found);
    const right = hits(once, planted);
    return { recall: right / planted.length, precision: once.size === 0 ? 1 : right / once.size };
  },
  mistakes: [
    {
      name: "recall and precision swapped",
      wrong: (found, planted) => {
        const once = new Set(found);
        const right = hits(once, planted);
        return { recall: once.size === 0 ? 1 : right / once.size, precision: right / planted.length };
      },
      hint: "Recall asks about the faults: how many of them were found? Precision asks about the findings: how many are faults?",
    },
    {
      name: "a picture that is named twice counts twice",
      wrong: (found, planted) => {
        const right = hits(found, planted);
        return { recall: right / planted.length, precision: found.length === 0 ? 1 : right / found.length };
      },
      hint: "One of the cases names two pictures twice. Count pictures, not findings.",
    },
    {
      name: "nothing found, and 0 / 0 as precision",
      wrong: (found, planted) => {
        const once = new Set(found);
        const right = hits(once, planted);
        return { recall: right / planted.length, precision: right / once.size };
      },
      hint: "A report that names nothing accuses nobody wrongly: its precision is 1 by convention. What does yours divide by then?",
    },
    {
      name: "both divided by all pictures that were found or planted",
      wrong: (found, planted) => {
        const all = new Set([...found, ...planted]).size;
        const right = hits(new Set(found), planted);
        return { recall: right / all, precision: right / all };
      },
      hint: "That is one number for both, the overlap. Recall and precision differ in what they divide by.",
    },
  ],
};
