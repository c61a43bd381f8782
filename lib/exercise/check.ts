/** Judges a student's function: the same check for the lesson and for the grader. */
import { random } from "../core/random.ts";
import { counted } from "../viz/numbers.ts";
import { describe, difference } from "./difference.ts";
import type { Exercise, Mistake } from "./exercise.ts";
import { type Run, runCases, sameOutputs } from "./run-cases.ts";
import { type Finding, type Verdict, type VerdictFacts, verdict } from "./verdict.ts";

export type Answer<Inputs extends unknown[]> = (...inputs: Inputs) => unknown;
type Found = Pick<VerdictFacts, "finding" | "message" | "hint" | "mistake" | "example">;

/**
 * Runs a student's function on cases drawn from a seed and compares it with the exercise's solution.
 *
 * When the results differ, they are compared with those of each known mistake, so that the verdict can name it. The
 * verdict shows itself: right or not yet, a hint, and what was expected beside what came.
 *
 * @param answer The student's function.
 * @param options.seed Draws the cases: any whole number from 0; another seed gives other cases.
 * @throws {RangeError} If the seed is no such number.
 *
 * @example A function with a known mistake
 * ```ts
 * import assert from "node:assert/strict";
 * import { check, type Exercise } from "noisebook";
 *
 * const square: Exercise<[x: number], number> = {
 *   id: "square",
 *   title: "Square a number",
 *   points: 1,
 *   hint: "Return x times itself",
 *   cases: (rng) => [[rng.normal()], [rng.normal()]],
 *   solution: (x) => x * x,
 *   mistakes: [{ name: "doubled", wrong: (x) => 2 * x, hint: "x² is x · x, not x + x" }],
 * };
 * assert.equal(check(square, (x) => x ** 2, { seed: 1 }).passed, true);
 * assert.equal(check(square, (x) => x + x, { seed: 1 }).mistake?.name, "doubled");
 * ```
 */
export function check<Inputs extends unknown[], Output>(
  exercise: Exercise<Inputs, Output>,
  answer: Answer<NoInfer<Inputs>>,
  options: { seed: number },
): Verdict {
  const { seed } = options;
  const runs = runCases(exercise, answer, seed);
  return judge(exercise, { runs, again: () => runCases(exercise, answer, seed), seed });
}

/**
 * Judges what a function gave for the cases of a seed, wherever it ran: `check` is this and the calls.
 *
 * @param options
 * @param options.runs What each call gave, in the order of the cases; it may end at the first that threw.
 * @param options.again What the same calls gave the second time; asked for only if the first are usable.
 */
export function judge<Inputs extends unknown[], Output>(
  exercise: Exercise<Inputs, Output>,
  { runs, again, seed }: { runs: Run[]; again: () => Run[]; seed: number },
): Verdict {
  const found =
    unusable(exercise, runs) ??
    unrepeatable(exercise, { runs, again: again() }) ??
    judged(exercise, runs, seed);
  const passed = found.finding === "right";
  return verdict({
    exercise: { id: exercise.id, title: exercise.title },
    passed,
    points: passed ? exercise.points : 0,
    of: exercise.points,
    ...found,
    seed,
    cases: runs.length,
  });
}

/** What keeps the outputs from being compared at all. */
function unusable(exercise: { hint: string }, runs: Run[]): Found | undefined {
  const thrown = runs.find((run) => "error" in run);
  if (thrown) {
    const reason = (thrown.error as Error | undefined)?.message ?? String(thrown.error);
    if (/not written yet/i.test(reason))
      return { finding: "not written yet", message: "There is nothing to check yet.", hint: exercise.hint };
    return { finding: "throws", message: `Your function stopped with an error: ${reason}` };
  }
  if (runs.some(({ output }) => typeof (output as { then?: unknown } | undefined)?.then === "function"))
    return {
      finding: "promise",
      message: "Your function returns a promise.",
      hint: "Leave out the word async.",
    };
  if (runs.some(({ output }) => output === undefined))
    return { finding: "nothing returned", message: "Your function returns nothing.", hint: exercise.hint };
  if (runs.some(({ mutated }) => mutated))
    return {
      finding: "changes its arguments",
      message: "Your function changes the values that it was given, and its caller still needs them.",
      hint: "Make a new array, for example with map, and leave the arguments as they are.",
    };
  return undefined;
}

function unrepeatable(
  exercise: { tolerance?: number },
  two: { runs: Run[]; again: Run[] },
): Found | undefined {
  if (sameOutputs(two.runs, two.again, toleranceOf(exercise))) return undefined;
  return {
    finding: "not repeatable",
    message: "Called twice with the same arguments, your function gives two different results.",
    hint: "Draw random numbers only from the rng that the function gets: then the same seed gives the same result.",
  };
}

function judged<Inputs extends unknown[], Output>(
  exercise: Exercise<Inputs, Output>,
  runs: Run[],
  seed: number,
): Found {
  const tolerance = toleranceOf(exercise);
  const expected = runCases(exercise, exercise.solution, seed);
  // Whoever hands over runs that others made may have been handed too few.
  if (runs.length !== expected.length)
    return {
      finding: "nothing returned",
      message: `There are ${runs.length} results of ${expected.length} calls.`,
    };
  const inputs = exercise.cases(random(seed));
  const isRight = ({ output }: Run, index: number) =>
    !difference(output, expected[index].output, tolerance) ||
    accepted(exercise, output, { like: expected[index].output, inputs: inputs[index] });
  const wrong = runs.findIndex((run, index) => !isRight(run, index));
  if (wrong < 0) return { finding: "right", message: praise(runs.length) };
  const example = {
    inputs: inputs[wrong].map(describe).join(", "),
    expected: describe(expected[wrong].output),
    got: describe(runs[wrong].output),
  };
  const mistake = exercise.mistakes.find((candidate) => made(candidate, { exercise, runs, seed }));
  if (mistake) return { ...named(mistake), example };
  const found = difference(runs[wrong].output, expected[wrong].output, tolerance);
  const finding: Finding = found?.kind ?? "value";
  return { finding, message: `In case ${wrong + 1} of ${runs.length}, ${found?.message}.`, example };
}

/** An exercise's own judgement is asked only about outputs of the right kind and shape, without NaN. */
function accepted<Inputs extends unknown[], Output>(
  exercise: Exercise<Inputs, Output>,
  output: unknown,
  { like, inputs }: { like: unknown; inputs: Inputs },
): boolean {
  if (!exercise.accepts || difference(output, like, Infinity)) return false;
  return exercise.accepts(output as Output, ...inputs);
}

function made<Inputs extends unknown[], Output>(
  mistake: Mistake<Inputs, Output>,
  { exercise, runs, seed }: { exercise: Exercise<Inputs, Output>; runs: Run[]; seed: number },
): boolean {
  return sameOutputs(runs, runCases(exercise, mistake.wrong, seed), toleranceOf(exercise));
}

function named({ number, name, hint }: Mistake<never, unknown>): Found {
  return {
    finding: "known mistake",
    message: `This looks like a well-known mistake: ${name}.`,
    hint,
    mistake: { ...(number === undefined ? {} : { number }), name },
  };
}

function praise(cases: number): string {
  return `Your function agrees with the solution on ${counted(cases, "case")}.`;
}

function toleranceOf({ tolerance = 1e-5 }: { tolerance?: number }): number {
  return tolerance;
}
