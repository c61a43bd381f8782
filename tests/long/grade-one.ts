/** One notebook, graded. */
import type { Grade } from "../../grader/grade.ts";
import { type GradeOptions, gradeLesson } from "../../grader/grade-lesson.ts";
import type { Notebook, NotebookCell } from "../../kernel/notebook/nbformat.ts";
import { buildLesson } from "../../lessons/build.ts";

export const lesson = "02-forward-noising";

export const code = (source: string): NotebookCell => ({
  cell_type: "code",
  metadata: {},
  source,
  outputs: [],
  execution_count: null,
});

export const solved = () => buildLesson(lesson, { solutions: true }) as unknown as Notebook;

/** A notebook that imports what the lesson does and has these cells. */
export function notebookOf(...sources: string[]): Notebook {
  const head = solved().cells.find((cell) => cell.cell_type === "code")!;
  return { ...solved(), cells: [head, ...sources.map(code)] };
}

export async function graded(notebook: Notebook, options: Partial<GradeOptions> = {}) {
  for await (const { grade, ran } of gradeLesson(notebook, {
    lesson,
    student: "ada",
    seed: 2026,
    ...options,
  }))
    if (grade && ran) return { grade, ran };
  throw new Error("there was no grade");
}

export async function grade(notebook: Notebook, options: Partial<GradeOptions> = {}): Promise<Grade> {
  return (await graded(notebook, options)).grade;
}
