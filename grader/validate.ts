/** Looks a notebook over before it is handed out or handed in. */
import type { Notebook } from "../kernel/notebook/nbformat.ts";
import { runNotebook } from "../kernel/notebook/run.ts";
import { cellKind, gradedCell, isLocked } from "./nbgrader/cell.ts";
import { isUnchanged } from "./nbgrader/checksum.ts";
import { metadataProblems } from "./nbgrader/problems.ts";

/** Something that was found. */
export interface ValidationStep {
  kind: "fault" | "changed" | "failed" | "passed" | "running";
  /** One sentence. */
  message: string;
}

/**
 * Checks a notebook's nbgrader metadata, then runs it as nbgrader's validate does and tells which tests pass. The notebook
 * runs with all your rights: validate your own ones.
 *
 * A fault keeps it from being handed out or graded; a changed cell is put back when it is graded.
 */
export async function* validate(
  notebook: Notebook,
  { cwd, signal }: { cwd: string; signal?: AbortSignal },
): AsyncGenerator<ValidationStep, void> {
  const faults = metadataProblems(notebook);
  for (const { message } of faults) yield { kind: "fault", message: `${message}.` };
  for (const [at, cell] of notebook.cells.entries()) {
    const meta = gradedCell(cell);
    if (meta?.checksum !== undefined && isLocked(meta) && !isUnchanged(cell))
      yield {
        kind: "changed",
        message: `Cell ${at + 1} (${meta.grade_id}) is locked and was changed; it will be put back when it is graded.`,
      };
  }
  if (faults.length > 0) return;
  const run = runNotebook(notebook, { cwd, allowErrors: true, timeout: 60, ...(signal ? { signal } : {}) });
  for await (const { state, index, turn, turns, failure } of run) {
    const cell = notebook.cells[index];
    if (state === "running") yield { kind: "running", message: `cell ${turn} of ${turns}` };
    if (state === "running" || cellKind(cell) !== "tests") continue;
    const name = gradedCell(cell)?.grade_id ?? "";
    yield failure
      ? { kind: "failed", message: `The tests ${name} fail: ${failure.ename}: ${failure.evalue}` }
      : { kind: "passed", message: `The tests ${name} pass.` };
  }
}
