/** Grades one submission, whatever it is: a file that cannot be graded says so, and gets no 0 for it. */
import { type Notebook, parseNotebook } from "../kernel/notebook/nbformat.ts";
import type { Submission } from "./course/submissions.ts";
import type { Grade } from "./grade.ts";
import { type GradeOptions, gradeLesson } from "./grade-lesson.ts";
import { gradeNotebook } from "./nbgrader/grade-notebook.ts";
import type { RealmOptions } from "./realm/open-realm.ts";

export interface GradeSubmissionOptions extends RealmOptions {
  /** The lesson; or with `source`, the name of the teacher's own assignment. */
  lesson: string;
  /** The teacher's notebook whose own tests score a submission; see `gradeNotebook` for what that is worth. */
  source?: Notebook;
  /** The solution with its outputs; see `runExpected`. */
  expected?: Notebook | undefined;
}

/** What is kept of one submission: its grade, or why there is none; a submission without a grade is not worth 0. */
export type Outcome = {
  student: string;
  sha256: string;
  timestamp?: string;
  /** Of the assignment; see `assignmentVersion`. */
  version?: string;
} & ({ grade: Grade } | { problem: string });

/** How far the grading of a submission is. */
export interface SubmissionStep {
  what: string;
  /** In the last step. */
  outcome?: Outcome;
  /** In the last step, if it was graded: the notebook with the outputs that it had in the jail. */
  ran?: Notebook;
}

/**
 * Grades one submission; the last step has the outcome.
 *
 * @throws {Error} If nothing can be graded here, whatever the submission: no jail, no such lesson, a faulty assignment.
 */
export async function* gradeSubmission(
  submission: Submission & Pick<GradeOptions, "seed">,
  options: GradeSubmissionOptions,
): AsyncGenerator<SubmissionStep, void> {
  const { student, sha256, text, timestamp, seed } = submission;
  const kept = { student, sha256, ...(timestamp === undefined ? {} : { timestamp }) };
  let notebook: Notebook;
  try {
    ({ notebook } = parseNotebook(text, `${student}'s notebook`));
  } catch (error) {
    yield { what: "done", outcome: { ...kept, problem: (error as Error).message } };
    return;
  }
  const { source, lesson } = options;
  const steps = source
    ? gradeNotebook(notebook, { ...options, source, student, assignment: lesson })
    : gradeLesson(notebook, { ...options, student, seed });
  for await (const { what, grade, ran } of steps)
    yield grade ? { what, outcome: { ...kept, grade }, ...(ran ? { ran } : {}) } : { what };
}
