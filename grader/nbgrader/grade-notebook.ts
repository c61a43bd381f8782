/** Grades a notebook by the tests that it holds, as nbgrader does: for assignments that were written for it. */
import { joinText, type Notebook, type NotebookCell } from "../../kernel/notebook/nbformat.ts";
import type { Grade } from "../grade.ts";
import { type GradeStep, withoutOutputs } from "../grade-lesson.ts";
import { NotStartedError, openRealm, type RealmOptions } from "../realm/open-realm.ts";
import { cellKind, gradedCell } from "./cell.ts";
import { restoreSubmission } from "./restore.ts";
import { type CellScore, scoreCell } from "./score.ts";
import { studentVersion } from "./student-version.ts";

export interface GradeNotebookOptions extends RealmOptions {
  assignment: string;
  student: string;
  /** The teacher's notebook, with solutions and hidden tests in their regions. */
  source: Notebook;
  /** The same as it ran with its solutions: tests that gave a number there must give one here too. */
  expected?: Notebook | undefined;
}

/**
 * Runs a submission in a jail, with the teacher's tests in their cells, and scores it by what these show.
 *
 * This is weaker than the grading of a lesson: tests, hidden ones too, run in the student's process. What they stand on is
 * guarded (a changed prototype or `assert` makes a score that a person must look at), but code that goes to lengths
 * can read them. Give marks that matter by exercises of a lesson.
 *
 * @throws {Error} If no jail can be had, the tests could not be guarded, or the teacher's notebook is not fit for it: then nothing was graded.
 */
export async function* gradeNotebook(
  submission: Notebook,
  options: GradeNotebookOptions,
): AsyncGenerator<GradeStep, void> {
  const { assignment, student, source } = options;
  const { full, release } = studentVersion(source);
  refuseOthers(full);
  const { notebook, restored } = restoreSubmission(submission, { full, release });
  const ran = withoutOutputs(notebook);
  const tests = notebook.cells.flatMap((cell, at) => (cellKind(cell) === "tests" ? [at] : []));
  const of = notebook.cells.filter(({ cell_type: type }) => type === "code").length;
  const [failures, changes]: [Grade["failures"], Map<number, string>] = [[], new Map()];
  let [done, ended] = [0, ""];
  const realm = await openRealm({ cellSeconds: 30, ...options });
  try {
    for await (const { index, outputs, changed } of realm.run(notebook, { tests, before: importsOf(full) })) {
      ran.cells[index].outputs = outputs;
      changes.set(index, changed);
      const error = outputs.find((output) => output.output_type === "error");
      if (error) failures.push({ cell: index, error: `${error.ename}: ${error.evalue}`.slice(0, 500) });
      yield { done: ++done, of, what: `cell ${index + 1}` };
    }
  } catch (error) {
    if (error instanceof NotStartedError) throw error;
    ended = (error as Error).message;
  } finally {
    await realm.close();
  }
  const numbers = givingNumbers(options.expected);
  const cells = ran.cells.flatMap(
    (cell, at) => scoreOf(cell, { changed: changes.get(at), ended, numbers }) ?? [],
  );
  const sum = (field: "score" | "points") => cells.reduce((total, cell) => total + (cell[field] ?? 0), 0);
  const inside = { cells, restored: restored.map(({ message }) => message) };
  const totals = { score: sum("score"), points: sum("points") };
  const grade: Grade = { lesson: assignment, student, ...totals, exercises: [], failures, inside };
  yield { done: of, of, what: "done", grade, ran };
}

/** What this mode would score wrongly, whatever the student does. */
function refuseOthers(full: Notebook): void {
  const { language, name } = (full.metadata["kernelspec"] ?? {}) as { language?: string; name?: string };
  if ((language ?? "typescript") !== "typescript")
    throw new Error(
      `Cannot grade: the teacher's notebook is in ${language ?? name}, and only TypeScript runs here`,
    );
  const lesson = full.cells
    .map((cell) =>
      cell.cell_type === "code" ? /noisebook\/lessons\/([\w-]+)/.exec(joinText(cell.source)) : null,
    )
    .find(Boolean)?.[1];
  if (lesson !== undefined)
    throw new Error(
      `Cannot grade by the notebook's own tests: they are the checks of the lesson ${lesson}; give --lesson ${lesson}`,
    );
}

interface Circumstances {
  /** What the notebook had changed; undefined for a cell that did not run. */
  changed: string | undefined;
  /** Why the notebook ended early, or "". */
  ended: string;
  /** The cells that give a number of points, by grade_id. */
  numbers: Set<string>;
}

/** A cell with tests whose ground has moved is for a person to look at, unless it failed all the same. */
function scoreOf(cell: NotebookCell, { changed, ended, numbers }: Circumstances): CellScore | undefined {
  const found = scoreCell(cell);
  if (!found || cellKind(cell) !== "tests") return found;
  const isEmpty = joinText(cell.source).trim() === "";
  if (changed === undefined && !isEmpty)
    return {
      ...found,
      score: 0,
      reason: `the tests did not run: ${ended || "the notebook ended before them"}`,
    };
  if (found.score === 0) return found;
  if (changed)
    return {
      ...found,
      score: undefined,
      reason: `the notebook changed ${changed}, on which the tests stand`,
    };
  if (numbers.has(found.name) && !hasResult(cell))
    return { ...found, score: undefined, reason: "the tests gave no number of points" };
  return found;
}

/** The tests whose last line is a number of points. */
function givingNumbers(expected: Notebook | undefined): Set<string> {
  const giving = (expected?.cells ?? []).filter(hasResult);
  return new Set(giving.map((cell) => gradedCell(cell)?.grade_id ?? ""));
}

const hasResult = (cell: NotebookCell) =>
  cell.outputs?.some(({ output_type: type }) => type === "execute_result") ?? false;

/** The imports of the teacher's cells, to be made again before each cell with tests. */
function importsOf(full: Notebook): string {
  const teachers = full.cells.filter(
    (cell) => cell.cell_type === "code" && gradedCell(cell)?.solution !== true,
  );
  return teachers
    .flatMap((cell) => joinText(cell.source).match(/^import\s[^;"']*?["'][^"'\n]+["'];?/gm) ?? [])
    .join("\n");
}
