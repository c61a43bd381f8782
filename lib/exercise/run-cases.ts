/** Runs a function on the cases of an exercise, and notes whatever a student should know of how it went. */
import { random } from "../core/random.ts";
import { difference } from "./difference.ts";
import type { Exercise } from "./exercise.ts";

/** What one call gave. */
export interface Run {
  output?: unknown;
  /** What the function threw, instead of giving an output. */
  error?: unknown;
  /** The function changed its own arguments. */
  mutated: boolean;
}

/** Calls a function with every case of a seed; it stops at the first call that throws. */
export function runCases<Inputs extends unknown[]>(
  exercise: Pick<Exercise<Inputs, unknown>, "cases">,
  answer: (...inputs: Inputs) => unknown,
  seed: number,
): Run[] {
  const untouched = exercise.cases(random(seed));
  const runs: Run[] = [];
  for (const [index, inputs] of exercise.cases(random(seed)).entries()) {
    try {
      const output = answer(...inputs);
      runs.push({ output, mutated: difference(inputs, untouched[index], 0) !== undefined });
    } catch (error) {
      runs.push({ error, mutated: false });
      break;
    }
  }
  return runs;
}

/** Whether two runs gave the same outputs on all cases. */
export function sameOutputs(some: Run[], others: Run[], tolerance: number): boolean {
  return (
    some.length === others.length &&
    some.every(
      (run, index) =>
        !("error" in run) &&
        !("error" in others[index]) &&
        !difference(run.output, others[index].output, tolerance),
    )
  );
}
