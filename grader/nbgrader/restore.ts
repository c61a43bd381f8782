import { joinText, type Notebook, type NotebookCell, splitText } from "../../kernel/notebook/nbformat.ts";
import { gradedCell, isLocked } from "./cell.ts";

/** Something that a submission changed and that was put right. */
export interface Restored {
  /** The cell's grade_id; undefined for the notebook itself. */
  name: string | undefined;
  /** One sentence. */
  message: string;
}

/**
 * Makes a submission fit to be graded: of cells with one name the last counts; the metadata of every graded cell, the text of
 * every locked one, and cells that are missing come from the teacher's notebook; outputs go, so that none can be forged.
 *
 * @param submitted What the student handed in; it stays as it is.
 * @param teachers From `studentVersion`: what was handed out, and the same with its hidden tests.
 */
export function restoreSubmission(
  submitted: Notebook,
  { full, release }: { full: Notebook; release: Notebook },
): { notebook: Notebook; restored: Restored[] } {
  const notebook = structuredClone(submitted);
  const restored: Restored[] = [];
  const note = (name: string | undefined, message: string) => restored.push({ name, message });
  const byName = ({ cells }: Notebook) =>
    new Map(cells.flatMap((cell) => named(cell).map((name) => [name, cell] as const)));
  const teachers = { originals: byName(full), handedOut: byName(release) };
  notebook.metadata["kernelspec"] = full.metadata["kernelspec"];
  forgetRepeated(notebook, note);
  notebook.cells = notebook.cells.map((cell) => restoreCell(clean(cell), teachers, note));
  addMissing(notebook, full, note);
  return { notebook, restored };
}

type Note = (name: string | undefined, message: string) => void;

const named = (cell: NotebookCell): string[] => {
  const name = gradedCell(cell)?.grade_id;
  return name ? [name] : [];
};

function clean(cell: NotebookCell): NotebookCell {
  return cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell;
}

/** From the end, as nbgrader does: a copy made above the cell changes nothing. */
function forgetRepeated({ cells }: Notebook, note: Note): void {
  const seen = new Set<string>();
  for (const cell of cells.toReversed())
    for (const name of named(cell)) {
      if (seen.has(name)) {
        delete cell.metadata["nbgrader"];
        note(name, `A copy of the cell ${name} was left out of the scores; the last one counts.`);
      }
      seen.add(name);
    }
}

/** The teacher's cells by name: with the hidden tests, and as they were handed out. */
interface Teachers {
  originals: Map<string, NotebookCell>;
  handedOut: Map<string, NotebookCell>;
}

function restoreCell(cell: NotebookCell, { originals, handedOut }: Teachers, note: Note): NotebookCell {
  const [name] = named(cell);
  if (name === undefined) return withoutScore(cell, note);
  const original = originals.get(name);
  if (!original) {
    delete cell.metadata["nbgrader"];
    note(name, `The cell ${name} is not of this assignment; it gets no score.`);
    return cell;
  }
  const [meta, given] = [gradedCell(original)!, gradedCell(cell)!];
  const changed = (["grade", "solution", "locked", "points", "task"] as const).filter(
    (key) => (given[key] ?? false) !== (meta[key] ?? false),
  );
  if (changed.length > 0)
    note(name, `The metadata of the cell ${name} was changed (${changed.join(", ")}) and put back.`);
  if (cell.cell_type !== original.cell_type)
    note(name, `The cell ${name} was made a ${cell.cell_type} cell; it is ${original.cell_type} again.`);
  if (isLocked(meta) && joinText(cell.source) !== joinText(handedOut.get(name)?.source ?? ""))
    note(name, `The text of the locked cell ${name} was changed and put back.`);
  const source = isLocked(meta) ? original.source : cell.source;
  const metadata = { ...cell.metadata, nbgrader: structuredClone(meta) };
  return withSource(original, { ...cell, metadata }, source);
}

/** A cell without a name is in none of the teacher's: what its metadata promise is the student's own. */
function withoutScore(cell: NotebookCell, note: Note): NotebookCell {
  const meta = gradedCell(cell);
  delete cell.metadata["nbgrader"];
  if (meta?.grade || meta?.task) note(undefined, "A cell without a name was left out of the scores.");
  return cell;
}

function withSource(
  original: NotebookCell,
  cell: NotebookCell,
  source: NotebookCell["source"],
): NotebookCell {
  const { outputs: _, execution_count: __, ...rest } = cell;
  const text = joinText(source);
  const kept = Array.isArray(cell.source) ? splitText(text) : text;
  const common = { ...rest, cell_type: original.cell_type, source: kept };
  return original.cell_type === "code" ? { ...common, execution_count: null, outputs: [] } : common;
}

/** Puts a missing cell behind the cell that it followed in the teacher's notebook. */
function addMissing(notebook: Notebook, full: Notebook, note: Note): void {
  let after = -1;
  for (const original of full.cells) {
    const [name] = named(original);
    if (name === undefined) continue;
    const at = notebook.cells.findIndex((cell) => named(cell)[0] === name);
    if (at >= 0) {
      after = at;
      continue;
    }
    const meta = gradedCell(original)!;
    if (!meta.grade && !meta.task && !isLocked(meta)) continue;
    notebook.cells.splice(++after, 0, structuredClone(original));
    note(name, `The cell ${name} was missing and was put back.`);
  }
}
