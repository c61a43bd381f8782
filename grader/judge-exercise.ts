/** Judges one exercise: the student's function answers in the student's realm, and nothing else of it counts. */
import { difference, judge, type Run, random, type Verdict } from "noisebook";
import type { AnyExercise } from "../lessons/exercises-of.ts";
import type { Answer } from "./realm/answer.ts";
import type { Realm } from "./realm/open-realm.ts";
import { decode, encode } from "./realm/values.ts";

interface Asked {
  exercise: AnyExercise;
  seed: number;
  /** Why the realm is gone. */
  ended: Error | undefined;
}

/** Has the function of this name called with the student's own cases, twice, and judges what it gave. */
export async function judged(realm: Realm, name: string, { exercise, seed, ended }: Asked): Promise<Verdict> {
  if (ended) return judge(exercise, { runs: [thrown(ended.message)], again: () => [], seed });
  try {
    const runs = await runsOf(realm, name, { exercise, seed });
    const again = await runsOf(realm, name, { exercise, seed });
    return judge(exercise, { runs, again: () => again, seed });
  } catch (error) {
    const { message } = error as Error;
    const missing = message.includes(`Cannot find name '${name}'`);
    return judge(exercise, { runs: [thrown(missing ? "not written yet" : message)], again: () => [], seed });
  }
}

const thrown = (message: string): Run => ({ error: new Error(message), mutated: false });

async function runsOf(
  realm: Realm,
  name: string,
  { exercise, seed }: Pick<Asked, "exercise" | "seed">,
): Promise<Run[]> {
  const untouched = exercise.cases(random(seed));
  const answers = await realm.call(
    name,
    exercise.cases(random(seed)).map((inputs) => encode(inputs)),
  );
  const runs = answers.map((answer, at) => runOf(answer, untouched[at]));
  // The calls end at the first that throws. Fewer answers than that mean that the notebook has a hand in them.
  if (runs.length < untouched.length && !runs.some((run) => "error" in run))
    return [thrown(`the notebook gave ${runs.length} answers to ${untouched.length} calls`)];
  return runs;
}

/** The arguments come back too, so that a function that changes them is found out here. */
function runOf(answer: Answer, untouched: unknown[]): Run {
  if ("error" in answer) return thrown(String(answer.error));
  const inputs = withoutRandom(decode(answer.inputs));
  return {
    output: decode(answer.output),
    mutated: difference(inputs, withoutRandom(untouched), 0) !== undefined,
  };
}

/** A generator moves on when it is used: that is no change of an argument. */
function withoutRandom(inputs: unknown): unknown {
  return Array.isArray(inputs) ? inputs.map((input) => (isRandom(input) ? null : input)) : inputs;
}

const isRandom = (input: unknown) => typeof input === "object" && input !== null && "fork" in input;
