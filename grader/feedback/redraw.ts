/** Draws students' pages again from what grading left in a folder, with the marks as they are now. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readNotebook } from "../../kernel/notebook/nbformat.ts";
import type { Grade } from "../grade.ts";
import { feedbackPath, ranPath, writeFeedback } from "../graded-files.ts";

/** Writes the page of a grade. @returns Its path. */
export async function redrawFeedback(graded: string, grade: Grade): Promise<string> {
  const place = { out: graded, student: grade.student, lesson: grade.lesson };
  const ran = await notebookAt(ranPath(place));
  const expected = await notebookAt(join(graded, "expected", `${grade.lesson}.ipynb`));
  await writeFeedback(grade, { out: graded, ran, expected });
  return feedbackPath(place);
}

/** Without it the page has fewer pictures. */
const notebookAt = async (path: string) =>
  existsSync(path) ? (await readNotebook(path)).notebook : undefined;
