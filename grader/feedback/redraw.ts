/** Draws students' pages again from what grading left in a folder, with the marks as they are now. */
import type { Grade } from "../grade.ts";
import { expectedPath, feedbackPath, keptNotebook, ranPath, writeFeedback } from "../graded-files.ts";

/** Writes the page of a grade; it has fewer pictures where a notebook was not kept. @returns Its path. */
export async function redrawFeedback(graded: string, grade: Grade): Promise<string> {
  const place = { out: graded, student: grade.student, lesson: grade.lesson };
  const ran = await keptNotebook(ranPath(place));
  const expected = await keptNotebook(expectedPath(graded, grade.lesson));
  await writeFeedback(grade, { out: graded, ran, expected });
  return feedbackPath(place);
}
