/** Where the lessons are, and what is in them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LessonCell, parseLesson } from "./parse.ts";
import { translated } from "./translation.ts";

/** The project's folder, seen from dist/lessons. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The names of the lessons in their order: their folders' names. */
export function lessonNames(): string[] {
  return readdirSync(join(root, "lessons"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, "lessons", entry.name, "lesson.md")))
    .map(({ name }) => name)
    .sort();
}

/** The languages, beside English, that a lesson has been translated to: `["de"]` if it has a `lesson.de.md`. */
export function lessonLanguages(lesson: string): string[] {
  return readdirSync(folderOf(lesson))
    .flatMap((name) => /^lesson\.([a-z]{2})\.md$/.exec(name)?.[1] ?? [])
    .sort();
}

/**
 * Reads the cells of a lesson.
 *
 * @param lesson A name from `lessonNames()`, or the path of a lesson's folder.
 * @param language Two letters of a translation, `de` for `lesson.de.md`; the lesson's own text by default.
 * @throws {SyntaxError} If a source is not well-formed.
 * @throws {RangeError} If there is no such translation.
 */
export function readLesson(lesson: string, language?: string): LessonCell[] {
  const cells = parseLesson(lessonFile(lesson, "lesson.md"));
  if (language === undefined) return cells;
  if (!lessonLanguages(lesson).includes(language))
    throw new RangeError(
      `Cannot build ${lesson} in the language ${language}: it has no lesson.${language}.md`,
    );
  return translated(cells, parseLesson(lessonFile(lesson, `lesson.${language}.md`)));
}

/** The text of a file in a lesson's folder. */
export function lessonFile(lesson: string, name: string): string {
  return readFileSync(join(folderOf(lesson), name), "utf8");
}

function folderOf(lesson: string): string {
  return lessonNames().includes(lesson) ? join(root, "lessons", lesson) : lesson;
}
