/** The files that a graded submission leaves, in nbgrader's folders. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Notebook, readNotebook, writeNotebook } from "../kernel/notebook/nbformat.ts";
import { writeAtomic } from "../kernel/notebook/write-atomic.ts";
import { coursePath } from "./course/course-path.ts";
import { type FeedbackContent, feedbackPage } from "./feedback/page.ts";
import type { Grade } from "./grade.ts";

export interface GradedPlace {
  out: string;
  student: string;
  lesson: string;
}

/** Where a student's outcome is kept. */
export const gradePath = (out: string, student: string) => join(out, "grades", `${fileName(student)}.json`);

/** Where the notebook with the outputs that it had in the jail is kept. */
export const ranPath = ({ out, student, lesson }: GradedPlace) =>
  coursePath(out, { step: "autograded", student: fileName(student), assignment: lesson, notebook: lesson });

/** Where a student's page is kept. */
export const feedbackPath = ({ out, student, lesson }: GradedPlace) =>
  coursePath(out, {
    ...{ step: "feedback", student: fileName(student), assignment: lesson, notebook: lesson },
    ending: ".html",
  });

/** A student's name as a file's; of two names that differ only in odd characters each keeps a file of its own. */
export function fileName(student: string): string {
  const plain = student
    .replaceAll(/[^\p{L}\p{M}\p{N}._ @'’-]/gu, "_")
    .replace(/^\./, "_")
    .slice(0, 100);
  if (plain === student) return plain;
  return `${plain}-${createHash("sha256").update(student).digest("hex").slice(0, 8)}`;
}

/** Where the solution with its outputs is kept. */
export const expectedPath = (out: string, lesson: string) => join(out, "expected", `${lesson}.ipynb`);

/** A notebook that grading has left; undefined where it was not kept. */
export const keptNotebook = async (path: string): Promise<Notebook | undefined> =>
  existsSync(path) ? (await readNotebook(path)).notebook : undefined;

/** Keeps the notebook as it ran. */
export async function writeRan(ran: Notebook, place: GradedPlace): Promise<void> {
  const path = ranPath(place);
  await mkdir(dirname(path), { recursive: true });
  await writeNotebook(path, ran);
}

/** Writes a student's page. */
export async function writeFeedback(
  grade: Grade,
  { out, ...content }: FeedbackContent & { out: string },
): Promise<void> {
  const path = feedbackPath({ out, student: grade.student, lesson: grade.lesson });
  await mkdir(dirname(path), { recursive: true });
  await writeAtomic(path, feedbackPage(grade, content));
}
