/** A lesson in another language: its text is translated, its code stays the lesson's own. */
import type { LessonCell } from "./parse.ts";

/**
 * Puts a lesson's code into the text of its translation.
 *
 * A translation has the lesson's pages and fences in the same order, and its fences are empty: code, ids and exercises
 * come from the lesson, so a translation cannot go stale in what it computes.
 *
 * @param original The lesson's cells, from `parseLesson`.
 * @param translation The translation's cells, from `parseLesson`.
 * @throws {SyntaxError} If a page or a fence is missing, too many or elsewhere, or a fence has code of its own.
 */
export function translated(original: LessonCell[], translation: LessonCell[]): LessonCell[] {
  const length = Math.max(original.length, translation.length);
  return Array.from({ length }, (_, at) => translatedCell(original[at], translation[at]));
}

function translatedCell(original: LessonCell | undefined, translation: LessonCell | undefined): LessonCell {
  const isSame =
    original?.type === translation?.type &&
    (original?.type === "markdown" || original?.id === translation?.id);
  if (!original || !translation || !isSame)
    throw new SyntaxError(
      `Cannot translate lesson: the lesson has ${nameOf(original)} where the translation has ${nameOf(translation)}`,
    );
  if (original.type === "markdown") return { ...original, source: translation.source };
  if (translation.source !== "")
    throw new SyntaxError(
      `Cannot translate lesson: the fence ${translation.id} must be empty, for its code comes from lesson.md`,
    );
  return original;
}

function nameOf(cell: LessonCell | undefined): string {
  if (!cell) return "no more cells";
  return cell.type === "code"
    ? `the code ${cell.id}`
    : `the text "${cell.source.split("\n")[0].slice(0, 60)}"`;
}
