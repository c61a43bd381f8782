import { joinText, type Notebook, type NotebookCell, splitText } from "../../kernel/notebook/nbformat.ts";
import { type CellKind, cellKind, gradedCell, isLocked } from "./cell.ts";
import { checksum } from "./checksum.ts";
import { metadataProblems } from "./problems.ts";
import {
  hiddenTestMarks,
  markSchemeMarks,
  type RegionMarks,
  replaceRegions,
  solutionMarks,
} from "./region.ts";

export interface StudentVersionOptions {
  /** What comes in place of a solution in code, by the notebook's language. */
  codeStub?: string;
  /** What comes in place of a solution in words. */
  textStub?: string;
}

const stubs: Record<string, string> = {
  typescript: '// YOUR CODE HERE\nthrow new Error("not written yet");',
  javascript: '// YOUR CODE HERE\nthrow new Error("not written yet");',
  python: "# YOUR CODE HERE\nraise NotImplementedError()",
};

/**
 * Makes what is handed out from what the teacher wrote, in nbgrader's order: cells are locked, solutions give way to stubs,
 * outputs go, the metadata is checked, checksums are written; then hidden tests and mark schemes go, and the checksums
 * are written again.
 *
 * @returns `release` for the students, and `full`, the same with hidden tests and mark schemes, for grading.
 * @throws {SyntaxError} If a region is not closed, nested or in a cell of another kind, or the metadata is not valid.
 */
export function studentVersion(
  source: Notebook,
  options: StudentVersionOptions = {},
): { release: Notebook; full: Notebook } {
  const full = structuredClone(source);
  delete full.metadata["celltoolbar"];
  const stub = stubsFor(full, options);
  full.cells = full.cells.map((cell, at) => {
    lock(cell);
    clearSolution(cell, stub, at);
    return clearOutputs(cell);
  });
  refuseProblems(full);
  writeChecksums(full);
  const release = structuredClone(full);
  for (const [at, cell] of release.cells.entries()) {
    clear(cell, hiddenTestMarks, { at, allowed: ["tests"], must: "an autograder test (grade, locked)" });
    clear(cell, markSchemeMarks, {
      at,
      allowed: ["task", "manual answer"],
      must: "a task or a manual answer",
    });
  }
  writeChecksums(release);
  refuseProblems(release);
  return { release, full };
}

function stubsFor(notebook: Notebook, { codeStub, textStub }: StudentVersionOptions) {
  const kernelspec = notebook.metadata["kernelspec"] as { language?: string } | undefined;
  const language = kernelspec?.language ?? "typescript";
  const code = codeStub ?? stubs[language];
  if (code === undefined)
    throw new TypeError(
      `Cannot clear solutions: what stands in their place in ${language} is not known; give it as codeStub`,
    );
  return { code: code.split("\n"), text: (textStub ?? "YOUR ANSWER HERE").split("\n") };
}

/** With the outputs goes how they were shown. */
function clearOutputs(cell: NotebookCell): NotebookCell {
  if (cell.cell_type !== "code") return cell;
  const { collapsed: _, scrolled: __, ...metadata } = cell.metadata;
  return { ...cell, metadata, outputs: [], execution_count: null };
}

/** JupyterLab lets nobody delete or edit these by accident. */
function lock(cell: NotebookCell): void {
  const meta = gradedCell(cell);
  if (!meta?.solution && !isLocked(meta)) return;
  cell.metadata["deletable"] = false;
  if (isLocked(meta)) cell.metadata["editable"] = false;
}

function clearSolution(cell: NotebookCell, stub: { code: string[]; text: string[] }, at: number): void {
  const lines = cell.cell_type === "code" ? stub.code : stub.text;
  const { source, found } = replaced(cell, solutionMarks, { at, stub: lines });
  const isSolution = gradedCell(cell)?.solution === true;
  if (found && !isSolution) throw new SyntaxError(misplaced(at, "solution", "an answer (solution)"));
  if (found) setSource(cell, source);
  else if (isSolution) setSource(cell, lines.join("\n"));
}

function clear(
  cell: NotebookCell,
  marks: RegionMarks,
  { at, allowed, must }: { at: number; allowed: CellKind[]; must: string },
): void {
  const { source, found } = replaced(cell, marks, { at });
  if (!found) return;
  if (!allowed.includes(cellKind(cell))) throw new SyntaxError(misplaced(at, marks.name, must));
  setSource(cell, source);
}

function replaced(cell: NotebookCell, marks: RegionMarks, { at, stub }: { at: number; stub?: string[] }) {
  try {
    return replaceRegions(joinText(cell.source), marks, stub);
  } catch (cause) {
    throw new SyntaxError(
      `Cannot make the student's version: in cell ${at + 1}, ${(cause as Error).message}`,
      { cause },
    );
  }
}

const misplaced = (at: number, name: string, must: string) =>
  `Cannot make the student's version: cell ${at + 1} has a ${name} region, so it must be ${must}`;

/** Keeps the way in which the cell's source was stored. */
function setSource(cell: NotebookCell, source: string): void {
  cell.source = Array.isArray(cell.source) ? splitText(source) : source;
}

function writeChecksums(notebook: Notebook): void {
  for (const cell of notebook.cells) {
    const meta = gradedCell(cell);
    if (!meta) delete cell.metadata["nbgrader"];
    else if (cellKind(cell) === "plain") cell.metadata["nbgrader"] = meta;
    else {
      cell.metadata["nbgrader"] = meta;
      if (cellKind(cell) === "task" && !meta.grade && !meta.locked) continue;
      cell.metadata["nbgrader"] = { ...meta, checksum: checksum(cell), cell_type: cell.cell_type };
    }
  }
}

function refuseProblems(notebook: Notebook): void {
  const problems = metadataProblems(notebook);
  if (problems.length > 0)
    throw new SyntaxError(
      `Cannot make the student's version: ${problems.map(({ message }) => message).join("; ")}`,
    );
}
