/** Makes the notebooks of the course from their sources. */
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  type LessonNotebook,
  type NotebookCell,
  notebookCell,
  notebookOf,
  notebookText,
} from "./notebook.ts";
import type { LessonCell } from "./parse.ts";
import { withoutSolutions } from "./solution-region.ts";
import { readLesson, root } from "./source.ts";

export { notebookText } from "./notebook.ts";
export { lessonNames } from "./source.ts";

export interface BuildOptions {
  /** Keeps the solutions, in their marked regions: the form that a grader starts from. False by default. */
  solutions?: boolean;
  /** Two letters of a translation; English by default. */
  language?: string;
}

/**
 * Makes the notebook of a lesson from its `lesson.md`: cells with lasting ids and no outputs.
 *
 * A cell that belongs to an exercise says so in its metadata: `noisebook: { exercise, role }`.
 *
 * @param lesson A name from `lessonNames()`, or the path of a lesson's folder.
 * @throws {SyntaxError} If the source is not well-formed.
 * @throws {RangeError} If it has not been translated to the language.
 */
export function buildLesson(lesson: string, options: BuildOptions = {}): LessonNotebook {
  return notebookOf(readLesson(lesson, options.language).map((cell) => toNotebookCell(cell, options)));
}

/** The file of a lesson's notebook: `notebooks/NAME.ipynb`, or `notebooks/de/NAME.ipynb` for a translation. */
export function lessonPath(lesson: string, { language = "" }: Pick<BuildOptions, "language"> = {}): string {
  return join(root, "notebooks", language, `${basename(lesson)}.ipynb`);
}

/** Writes a lesson's notebook to `notebooks/` and returns its path. */
export function writeLesson(lesson: string, options: Pick<BuildOptions, "language"> = {}): string {
  const path = lessonPath(lesson, options);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, notebookText(buildLesson(lesson, options)));
  return path;
}

function toNotebookCell(cell: LessonCell, options: BuildOptions): NotebookCell {
  const { exercise, source } = cell;
  const isCleared = exercise?.role === "solution" && !options.solutions;
  const metadata = exercise ? { noisebook: { exercise: exercise.id, role: exercise.role } } : {};
  return notebookCell({ ...cell, source: isCleared ? withoutSolutions(source) : source }, metadata);
}
