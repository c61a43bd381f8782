/** Grades a lesson's notebook: the student's functions are called in the student's realm, and judged here. */
import { createHmac } from "node:crypto";
import { difference, type Exercise, judge, type Run, random, type Verdict } from "noisebook";
import type { Notebook, NotebookCell } from "../kernel/notebook/nbformat.ts";
import type { Grade } from "./grade.ts";
import { cellKind } from "./nbgrader/cell.ts";
import type { Answer } from "./realm/answer.ts";
import { NotStartedError, openRealm, type Realm, type RealmOptions } from "./realm/open-realm.ts";
import { decode, encode } from "./realm/values.ts";

/** How far the grading of one notebook is. */
export interface GradeStep {
  /** A cell has run or an exercise was judged. */
  done: number;
  of: number;
  what: string;
  /** In the last step. */
  grade?: Grade;
  /** In the last step: the submission with the outputs that it had in the jail. */
  ran?: Notebook;
}

export interface GradeOptions extends RealmOptions {
  lesson: string;
  student: string;
  /** The student's own; see `studentSeed`. */
  seed: number;
}

/**
 * A student's seed: nobody without the secret can compute it, and it is the same whenever it is asked for. It tells nothing of the
 * secret nor of another student's seed.
 *
 * @param options.secret Known to the course's staff alone.
 */
export function studentSeed({
  secret,
  lesson,
  student,
}: Pick<GradeOptions, "lesson" | "student"> & { secret: string }): number {
  return createHmac("sha256", secret).update(`${lesson}\n${student}`).digest().readUIntBE(0, 6);
}

/**
 * Runs a submission in a jail and judges each exercise of its lesson with the student's own seed.
 *
 * The notebook's own checks do not run: they could only repeat what is judged here. A notebook that fails, loops or fills the
 * memory gets what its functions are worth up to there.
 *
 * @throws {Error} If no jail can be had or there is no such lesson: then nothing was graded.
 */
export async function* gradeLesson(
  submission: Notebook,
  options: GradeOptions,
): AsyncGenerator<GradeStep, void> {
  const { lesson, student, seed } = options;
  const exercises = await exercisesOf(lesson);
  const cells = submission.cells.map((cell) => (isCheck(cell) ? { ...cell, source: "" } : cell));
  const ran = withoutOutputs(submission);
  const of = cells.filter(({ cell_type: type }) => type === "code").length + Object.keys(exercises).length;
  const realm = await openRealm({ ...options, lessons: [lesson] });
  const failures: Grade["failures"] = [];
  const verdicts: Grade["exercises"] = [];
  let done = 0;
  try {
    let ended: Error | undefined;
    try {
      for await (const { index, outputs } of realm.run({ ...submission, cells })) {
        ran.cells[index].outputs = outputs;
        const error = outputs.find((output) => output.output_type === "error");
        if (error) failures.push({ cell: index, error: clip(`${error.ename}: ${error.evalue}`) });
        yield { done: ++done, of, what: `cell ${index + 1}` };
      }
    } catch (error) {
      if (error instanceof NotStartedError) throw error;
      ended = error as Error;
    }
    for (const [name, exercise] of Object.entries(exercises)) {
      const { seed: _, ...verdict } = await judged(realm, name, { exercise, seed, ended });
      verdicts.push(shortened(verdict));
      yield { done: ++done, of, what: exercise.title };
    }
  } finally {
    await realm.close();
  }
  const sum = (field: "points" | "of") => verdicts.reduce((total, verdict) => total + verdict[field], 0);
  const grade = { lesson, student, score: sum("points"), points: sum("of"), exercises: verdicts, failures };
  yield { done: of, of, what: "done", grade, ran };
}

/** The submission as it is handed to the jail: what it had shown before is nothing to go by. */
export function withoutOutputs(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell,
  );
  return { ...notebook, cells };
}

/** What a student's function gave may be told at any length; a grade is read by people. */
function shortened(verdict: Grade["exercises"][number]): Grade["exercises"][number] {
  const { example, message } = verdict;
  if (!example) return { ...verdict, message: clip(message) };
  const { inputs, expected, got } = example;
  return {
    ...verdict,
    message: clip(message),
    example: { inputs: clip(inputs), expected: clip(expected), got: clip(got) },
  };
}

const clip = (text: string) => (text.length > 500 ? `${text.slice(0, 499)}…` : text);

type AnyExercise = Exercise<unknown[], unknown>;

async function exercisesOf(lesson: string): Promise<Record<string, AnyExercise>> {
  if (!/^[\w-]+$/.test(lesson))
    throw new RangeError(`Cannot grade: a lesson's name is like 02-forward-noising, got ${lesson}`);
  try {
    return (await import(`../lessons/${lesson}/exercises.js`)).exercises;
  } catch (cause) {
    throw new Error(`Cannot grade: there is no lesson ${lesson}`, { cause });
  }
}

/** A check of the lesson, or the tests that stand in its place in nbgrader's form. */
function isCheck(cell: NotebookCell): boolean {
  if (cellKind(cell) === "tests") return true;
  return (cell.metadata["noisebook"] as { role?: string } | undefined)?.role === "check";
}

interface Asked {
  exercise: AnyExercise;
  seed: number;
  /** Why the realm is gone. */
  ended: Error | undefined;
}

async function judged(realm: Realm, name: string, { exercise, seed, ended }: Asked): Promise<Verdict> {
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
