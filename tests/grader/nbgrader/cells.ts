/** Cells and notebooks as nbgrader has them. */
import type { GradedCell } from "../../../grader/nbgrader/cell.ts";
import type { Notebook, NotebookCell } from "../../../kernel/notebook/nbformat.ts";

type Meta = Partial<GradedCell> & { grade_id: string };

const graded = (meta: Meta): { nbgrader: GradedCell } => ({
  nbgrader: { schema_version: 3, grade: false, solution: false, locked: false, ...meta },
});

const code = (source: string, meta: Meta): NotebookCell => ({
  cell_type: "code",
  metadata: graded(meta),
  source,
  outputs: [],
  execution_count: null,
});

export const answer = (grade_id: string, source: string) => code(source, { grade_id, solution: true });
export const tests = (grade_id: string, source: string, points = 1) =>
  code(source, { grade_id, grade: true, locked: true, points });
export const readOnly = (grade_id: string, source: string) => code(source, { grade_id, locked: true });
export const manual = (grade_id: string, source: string, points = 2): NotebookCell => ({
  cell_type: "markdown",
  metadata: graded({ grade_id, grade: true, solution: true, points }),
  source,
});
export const task = (grade_id: string, source: string, points = 2): NotebookCell => ({
  cell_type: "markdown",
  metadata: graded({ grade_id, locked: true, task: true, points }),
  source,
});
export const text = (source: string): NotebookCell => ({ cell_type: "markdown", metadata: {}, source });

export const notebook = (...cells: NotebookCell[]): Notebook => ({
  cells,
  metadata: { kernelspec: { display_name: "TypeScript", language: "typescript", name: "noisebook" } },
  nbformat: 4,
  nbformat_minor: 5,
});
