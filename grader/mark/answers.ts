/** What a student wrote for each thing that gives points. */
import { joinText, type Notebook, type NotebookCell } from "../../kernel/notebook/nbformat.ts";
import { gradedCell } from "../nbgrader/cell.ts";

/**
 * The cells of an answer: the cell of this name, or the solution of this exercise; behind a task also what the student wrote below it.
 */
export function answerCells({ cells }: Notebook, name: string): NotebookCell[] {
  const at = cells.findIndex((cell) => nameOf(cell) === name);
  if (at < 0) return [];
  if (gradedCell(cells[at])?.task !== true) return [cells[at]];
  const next = cells.findIndex((cell, place) => place > at && nameOf(cell) !== undefined);
  return cells.slice(at, next < 0 ? cells.length : next);
}

/** The answer's text, from which its digest is taken. */
export const answerText = (cells: readonly NotebookCell[]) =>
  cells.map(({ source }) => joinText(source)).join("\n\n");

function nameOf(cell: NotebookCell): string | undefined {
  const name = gradedCell(cell)?.grade_id;
  if (name) return name;
  const { exercise, role } = (cell.metadata["noisebook"] ?? {}) as { exercise?: string; role?: string };
  return role === "solution" ? exercise : undefined;
}
