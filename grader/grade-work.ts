/** Grading as work for a queue: what goes to a worker, and what comes back. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { formatNotebook, type Notebook, parseNotebook } from "../kernel/notebook/nbformat.ts";
import type { Submission } from "./course/submissions.ts";
import { type GradeOptions, studentSeed } from "./grade-lesson.ts";
import { type GradeSubmissionOptions, gradeSubmission, type Outcome } from "./grade-submission.ts";
import { jobKey } from "./queue/key.ts";
import type { Job, Queue, Work } from "./queue/queue.ts";
import type { RealmOptions } from "./realm/open-realm.ts";

/** What all submissions of an assignment have in common. With `source` it holds hidden tests: whoever reads the queue knows them. */
export interface Assignment extends Pick<GradeSubmissionOptions, "lesson" | "source" | "expected"> {
  /** See `assignmentVersion`. */
  version: string;
}

/** A submission with its student's seed. The secret that the seeds come from stays with whoever hands out the work. */
export type Handed = Omit<Submission, "path"> & Pick<GradeOptions, "seed">;

/** What comes of a submission. */
export interface Graded {
  outcome: Outcome;
  /** The notebook with the outputs that it had in the jail. */
  ran?: Notebook;
}

export type GradeQueue = Queue<Handed, Assignment, Graded>;

/**
 * The work of a grader.
 *
 * @param realm This worker's own settings; no queue can tell it to go without a jail.
 */
export function gradeWork(realm: Omit<RealmOptions, "signal"> = {}): Work<Handed, Assignment, Graded> {
  return async function* (handed, { version, ...assignment }, { signal }) {
    // A worker of another release would judge by other exercises, and nobody would see it.
    if (assignmentVersion(assignment) !== version)
      throw new Error(
        `this grader has another version of ${assignment.lesson} than the one that was asked for; it needs the same release of Noisebook`,
      );
    const options = { ...realm, ...assignment, ...(signal ? { signal } : {}) };
    for await (const { what, outcome, ran } of gradeSubmission({ ...handed, path: "" }, options)) {
      // A jail that was ended from outside says nothing about the submission.
      if (signal?.aborted) throw new Error("the grader was stopped");
      yield outcome ? { what, result: { outcome, ...(ran ? { ran } : {}) } } : { what };
    }
  };
}

/**
 * What a grade depends on beside the submission and the secret: the teacher's notebook, or the lesson's exercises as they are now. When
 * it changes, submissions are graded again.
 */
export function assignmentVersion({ lesson, source }: Pick<Assignment, "lesson" | "source">): string {
  return jobKey(lesson, ...(source ? [formatNotebook(source)] : lessonFiles(lesson)));
}

function lessonFiles(lesson: string): string[] {
  const folder = fileURLToPath(new URL(`../lessons/${lesson}/`, import.meta.url));
  const names = readdirSync(folder).filter((name) => name.endsWith(".js"));
  return names.sort().map((name) => `${name}\n${readFileSync(`${folder}${name}`, "utf8")}`);
}

export interface JobOptions {
  lesson: string;
  /** The assignment's; see `assignmentVersion`. */
  version: string;
  /** The course's. */
  secret: string;
  /** Makes it new work although it was done before. */
  round?: string | undefined;
}

/**
 * A submission as a job, keyed by the assignment's version, the student, the student's seed and the submission's hash. Old outputs
 * stay behind: they may be large, and a grader runs the cells anyway.
 */
export function gradeJob(
  submission: Submission,
  { lesson, version, secret, round = "" }: JobOptions,
): Job<Handed> {
  const { path: _, ...handed } = submission;
  const seed = studentSeed({ secret, lesson, student: handed.student });
  return {
    key: jobKey(version, handed.student, String(seed), handed.sha256, round),
    data: { ...handed, text: withoutOutputs(handed.text), seed },
  };
}

/** What is no notebook goes as it is: the grader says what is wrong with it. */
function withoutOutputs(text: string): string {
  try {
    const { notebook, layout } = parseNotebook(text, "notebook");
    const cells = notebook.cells.map((cell) => (cell.cell_type === "code" ? { ...cell, outputs: [] } : cell));
    return formatNotebook({ ...notebook, cells }, layout);
  } catch {
    return text;
  }
}

/** The solution with nothing of its outputs but which cells gave a result: what a worker needs of it, without the pictures. */
export function bareOutputs(expected: Notebook): Notebook {
  const cells = expected.cells.map((cell) => {
    const results = cell.outputs?.filter((output) => output.output_type === "execute_result");
    return results ? { ...cell, outputs: results.map((output) => ({ ...output, data: {} })) } : cell;
  });
  return { ...expected, cells };
}
