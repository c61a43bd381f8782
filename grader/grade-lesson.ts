/** Grades a lesson's notebook: the student's functions are called in the student's realm, and judged here. */
import { createHmac } from "node:crypto";
import type { Notebook, NotebookCell } from "../kernel/notebook/nbformat.ts";
import { type AnyExercise, exercisesOf } from "../lessons/exercises-of.ts";
import { lessonNames, readLesson } from "../lessons/source.ts";
import type { Grade } from "./grade.ts";
import { judged } from "./judge-exercise.ts";
import { cellKind } from "./nbgrader/cell.ts";
import { NotStartedError, openRealm, type RealmOptions } from "./realm/open-realm.ts";
import { spareCells } from "./spare-cells.ts";

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
  /** In the last step: what the jail has used for it; 0 where the kernel does not tell. */
  processorSeconds?: number;
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
 * The notebook's own checks do not run: they could only repeat what is judged here. Nor do the cells that it can spare, as long as all
 * is right. At the first failure it runs again with them: what it gets then, and shows, is what the whole notebook is worth. A cell
 * that fails or takes too long is passed over. A notebook that meets a limit of the jail's ends: functions that were not judged by
 * then can be called no more, and get nothing.
 *
 * @throws {Error} If no jail can be had or there is no such lesson: then nothing was graded.
 */
export async function* gradeLesson(
  submission: Notebook,
  options: GradeOptions,
): AsyncGenerator<GradeStep, void> {
  if (!lessonNames().includes(options.lesson))
    throw new RangeError(`Cannot grade: there is no lesson ${options.lesson}`);
  const exercises = await exercisesOf(options.lesson);
  const spare = spareCells(submission, readLesson(options.lesson));
  if (spare.size > 0)
    for await (const step of graded(submission, { ...options, ...shortLimits(options), exercises, spare })) {
      yield step;
      if (step.grade) return;
    }
  yield* graded(submission, { ...options, exercises, spare: new Set() });
}

/** What a run without its trainings may take: whoever needs more gets it in the whole run. */
function shortLimits({ limits, cellSeconds = 60 }: GradeOptions): RealmOptions {
  const processorSeconds = Math.min(60, limits?.processorSeconds ?? 60);
  return { limits: { ...limits, processorSeconds }, cellSeconds: Math.min(20, cellSeconds) };
}

interface Graded extends GradeOptions {
  exercises: Record<string, AnyExercise>;
  /** Cells that do not run. If there are any, the first failure is the end, and there is no grade. */
  spare: Set<number>;
}

// Long: cells, then exercises, each of which may end it early, and one record of both.
async function* graded(
  submission: Notebook,
  { exercises, spare, ...options }: Graded,
): AsyncGenerator<GradeStep, void> {
  const { lesson, student, seed } = options;
  const cells = submission.cells.map((cell, at) =>
    isCheck(cell) || spare.has(at) ? { ...cell, source: "" } : cell,
  );
  const ran = withoutOutputs(submission);
  const of = cells.filter(({ cell_type: type }) => type === "code").length + Object.keys(exercises).length;
  const realm = await openRealm({ ...options, lessons: [lesson] });
  const failures: Grade["failures"] = [];
  const verdicts: Grade["exercises"] = [];
  let done = 0;
  let processorSeconds = 0;
  try {
    let ended: Error | undefined;
    try {
      for await (const { index, outputs } of realm.run({ ...submission, cells })) {
        ran.cells[index].outputs = outputs;
        const error = outputs.find((output) => output.output_type === "error");
        if (error) failures.push({ cell: index, error: clip(`${error.ename}: ${error.evalue}`) });
        if (error && spare.size > 0) return;
        yield { done: ++done, of, what: `cell ${index + 1}` };
      }
    } catch (error) {
      if (error instanceof NotStartedError) throw error;
      ended = error as Error;
    }
    for (const [name, exercise] of Object.entries(exercises)) {
      const { seed: _, ...verdict } = await judged(realm, name, { exercise, seed, ended });
      if (!verdict.passed && spare.size > 0) return;
      verdicts.push(shortened(verdict));
      yield { done: ++done, of, what: exercise.title };
    }
  } finally {
    ({ processorSeconds } = await realm.close());
  }
  const sum = (field: "points" | "of") => verdicts.reduce((total, verdict) => total + verdict[field], 0);
  const grade = { lesson, student, score: sum("points"), points: sum("of"), exercises: verdicts, failures };
  yield { done: of, of, what: "done", grade, ran, processorSeconds };
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

/** A check of the lesson, or the tests that stand in its place in nbgrader's form. */
function isCheck(cell: NotebookCell): boolean {
  if (cellKind(cell) === "tests") return true;
  return (cell.metadata["noisebook"] as { role?: string } | undefined)?.role === "check";
}
