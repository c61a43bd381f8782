import { joinText, type Notebook, type NotebookCell } from "../../kernel/notebook/nbformat.ts";
import { type GradedCell, gradedCell } from "./cell.ts";

/** Something in a notebook's nbgrader metadata that keeps it from being handed out or graded. */
export interface CellProblem {
  /** The cell's place, from 0. */
  cell: number;
  /** One sentence. */
  message: string;
}

/** Finds what is wrong with the nbgrader metadata of a notebook; an empty list for a good one. */
export function metadataProblems(notebook: Notebook): CellProblem[] {
  const names = new Map<string, number>();
  return notebook.cells.flatMap((cell, at) => {
    const meta = gradedCell(cell);
    if (!meta) return [];
    const messages = cellProblems(cell, meta);
    const name = meta.grade_id;
    if (name && (meta.grade || meta.solution || meta.locked || meta.task)) {
      const first = names.get(name);
      if (first !== undefined) messages.push(`its grade_id ${name} is also that of cell ${first + 1}`);
      else names.set(name, at);
    }
    return messages.map((message) => ({
      cell: at,
      message: `Cell ${at + 1} (${excerpt(cell)}): ${message}`,
    }));
  });
}

function cellProblems(cell: NotebookCell, meta: GradedCell): string[] {
  const problems: string[] = [];
  const need = (good: boolean, message: string) => {
    if (!good) problems.push(message);
  };
  const { grade, solution, locked, task, grade_id: name, points, checksum } = meta;
  need(meta.schema_version === 3, `its schema_version is ${meta.schema_version}, and 3 is the newest known`);
  for (const [flag, value] of Object.entries({ grade, solution, locked, task: task ?? false }))
    need(typeof value === "boolean", `${flag} must be true or false, got ${JSON.stringify(value)}`);
  if (grade || solution || locked) need(typeof name === "string" && name !== "", "it has no grade_id");
  if (name) need(/^[\w-]*$/.test(name), `grade_id may have letters, digits, _ and -, got ${name}`);
  if (grade || task)
    need(
      typeof points === "number" && points >= 0,
      `points must be a number from 0, got ${JSON.stringify(points) ?? "none"}`,
    );
  if (checksum !== undefined)
    need(/^[0-9a-f]{32}$/.test(checksum), `checksum must be 32 hexadecimal digits, got ${checksum}`);
  if (task) need(cell.cell_type === "markdown", `a task must be a markdown cell, got ${cell.cell_type}`);
  else if (cell.cell_type === "markdown")
    need(grade === solution, "a markdown cell for an answer must have both grade and solution");
  return problems;
}

function excerpt(cell: NotebookCell): string {
  const line = joinText(cell.source).trim().split("\n")[0] ?? "";
  return line.length > 40 ? `${line.slice(0, 39)}…` : line || "empty";
}
