/** Makes the notebooks of the course from their sources. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LessonCell, parseLesson } from "./parse.ts";
import { withoutSolutions } from "./solution-region.ts";

/** The project's folder, seen from dist/lessons. */
const root = fileURLToPath(new URL("../..", import.meta.url));

export interface BuildOptions {
  /** Keeps the solutions, in their marked regions: the form that a grader starts from. False by default. */
  solutions?: boolean;
}

/** A notebook, nbformat 4.5. */
export interface LessonNotebook {
  cells: NotebookCell[];
  metadata: object;
  nbformat: 4;
  nbformat_minor: 5;
}

interface NotebookCell {
  cell_type: "markdown" | "code";
  id: string;
  metadata: object;
  source: string[];
  execution_count?: null;
  outputs?: [];
}

/** The names of the lessons in their order: their folders' names. */
export function lessonNames(): string[] {
  return readdirSync(join(root, "lessons"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/**
 * Makes the notebook of a lesson from its `lesson.md`: cells with lasting ids and no outputs.
 *
 * A cell that belongs to an exercise says so in its metadata: `noisebook: { exercise, role }`.
 *
 * @param lesson A name from `lessonNames()`, or the path of a lesson's folder.
 * @throws {SyntaxError} If the source is not well-formed.
 */
export function buildLesson(lesson: string, options: BuildOptions = {}): LessonNotebook {
  const folder = lessonNames().includes(lesson) ? join(root, "lessons", lesson) : lesson;
  const cells = parseLesson(readFileSync(join(folder, "lesson.md"), "utf8"));
  return {
    cells: cells.map((cell) => toNotebookCell(cell, options)),
    metadata: {
      kernelspec: { display_name: "TypeScript (Noisebook)", language: "typescript", name: "noisebook" },
      language_info: { name: "typescript", file_extension: ".ts" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** Writes a lesson's notebook to `notebooks/` and returns its path. */
export function writeLesson(lesson: string): string {
  const path = join(root, "notebooks", `${basename(lesson)}.ipynb`);
  writeFileSync(path, notebookText(buildLesson(lesson)));
  return path;
}

/** A notebook's file as Jupyter writes it: one space of indentation and a line end. */
export function notebookText(notebook: LessonNotebook): string {
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

function toNotebookCell({ type, id, source, exercise }: LessonCell, options: BuildOptions): NotebookCell {
  const isCleared = exercise?.role === "solution" && !options.solutions;
  const lines = (isCleared ? withoutSolutions(source) : source).split(/(?<=\n)/);
  const metadata = exercise ? { noisebook: { exercise: exercise.id, role: exercise.role } } : {};
  // The order of keys is Jupyter's own, alphabetical, so that saving a notebook unchanged leaves the file as it is.
  if (type === "markdown") return { cell_type: type, id, metadata, source: lines };
  return { cell_type: type, execution_count: null, id, metadata, outputs: [], source: lines };
}
