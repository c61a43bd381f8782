/** What nbgrader writes into a cell's metadata, in all of its versions, read as the newest. */
import type { NotebookCell } from "../../kernel/notebook/nbformat.ts";

/** `cell.metadata.nbgrader` of schema 3; no other keys are allowed. */
export interface GradedCell {
  schema_version: 3;
  /** Its score counts. */
  grade: boolean;
  /** The student writes here. */
  solution: boolean;
  /** What stands here is the teacher's; a changed one is put back. */
  locked: boolean;
  /** A task in words, for a person to score. */
  task?: boolean;
  /** Its name in the notebook: letters, digits, _ and -. */
  grade_id?: string;
  points?: number;
  /** 32 hexadecimal digits: what the cell was when it was handed out. */
  checksum?: string;
  /** The cell's type when it was handed out. */
  cell_type?: NotebookCell["cell_type"];
}

/** What a cell is for. */
export type CellKind = "answer" | "tests" | "manual answer" | "task" | "read-only" | "plain";

const keys = [
  ...["schema_version", "grade", "solution", "locked", "task"],
  ...["grade_id", "points", "checksum", "cell_type"],
];

/** The metadata of a cell, upgraded to schema 3; undefined for a cell that nbgrader takes no interest in. */
export function gradedCell(cell: NotebookCell): GradedCell | undefined {
  const given = cell.metadata["nbgrader"];
  if (typeof given !== "object" || given === null) return undefined;
  const version = Number((given as { schema_version?: unknown }).schema_version ?? 0);
  const meta: Record<string, unknown> = { ...given };
  if (version < 1) fillFlags(meta);
  if (version < 1 && !meta["grade"] && !meta["solution"] && !meta["locked"]) return undefined;
  if (version < 2 && "checksum" in meta) meta["cell_type"] ??= cell.cell_type;
  meta["schema_version"] = Math.max(3, version);
  return Object.fromEntries(
    Object.entries(meta).filter(([key]) => keys.includes(key)),
  ) as unknown as GradedCell;
}

/** From schema 0 to 1: every flag is there, and points are a number from 0 wherever the cell is graded. */
function fillFlags(meta: Record<string, unknown>): void {
  for (const flag of ["grade", "solution", "locked"]) meta[flag] ??= false;
  if (!meta["grade"]) delete meta["points"];
  else meta["points"] = Math.max(0, Number(meta["points"] ?? 0) || 0);
}

/** What a cell is for, by nbgrader's table of flags. */
export function cellKind(cell: NotebookCell): CellKind {
  const meta = gradedCell(cell);
  if (!meta) return "plain";
  if (meta.task) return "task";
  if (meta.solution) return meta.grade ? "manual answer" : "answer";
  if (meta.grade) return "tests";
  return meta.locked ? "read-only" : "plain";
}

/** Whether what stands in the cell is the teacher's: a solution is the student's, whatever `locked` says. */
export function isLocked(meta: GradedCell | undefined): boolean {
  if (!meta || meta.solution) return false;
  return meta.grade || meta.locked;
}
