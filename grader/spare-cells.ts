/** Which cells of a submission a run can spare: the lesson's own trainings and pictures, on which no exercise stands. */
import { joinText, type Notebook } from "../kernel/notebook/nbformat.ts";
import type { LessonCell } from "../lessons/parse.ts";
import { cellDependencies } from "./cell-dependencies.ts";

/**
 * Finds the cells that can be spared. Only a cell that reads as in the lesson itself counts: what a student wrote or changed always runs,
 * and so does all above it if it has a variable in common with the cells that could be spared. What the submission says of its cells
 * is not asked, but for the ids of exercises.
 *
 * @param lesson The lesson as it was handed out; see `readLesson`.
 * @returns Their places, from 0.
 */
export function spareCells({ cells }: Notebook, lesson: readonly LessonCell[]): Set<number> {
  const handedOut = new Set(lesson.map(({ source }) => source));
  const exercises = new Set(lesson.flatMap(({ id, exercise }) => (exercise ? [id] : [])));
  const { sources, variables } = spareSources(lesson);
  const spare = new Set<number>();
  for (const [at, cell] of cells.entries()) {
    if (cell.cell_type !== "code") continue;
    const source = joinText(cell.source);
    if (sources.has(source)) spare.add(at);
    const isOwn = !handedOut.has(source) && !exercises.has(cell.id ?? "");
    if (isOwn && wordsOf(source).some((word) => variables.has(word))) spare.clear();
  }
  return spare;
}

/** Of a lesson: the code on which no solution stands, and the variables that it makes or meets. */
function spareSources(lesson: readonly LessonCell[]): { sources: Set<string>; variables: Set<string> } {
  const code = lesson.filter(({ type, exercise }) => type === "code" && exercise?.role !== "check");
  const facts = cellDependencies(code.map(({ source }) => source));
  const needed = new Set<number>();
  const need = (at: number): void => {
    if (needed.has(at)) return;
    needed.add(at);
    facts[at].uses.forEach(need);
  };
  for (const [at, { exercise }] of code.entries()) if (exercise) need(at);
  const sources = code.flatMap(({ source }, at) => (needed.has(at) ? [] : [source]));
  const met = new Set(sources.flatMap(wordsOf));
  const declared = facts.flatMap(({ variables }, at) => (code[at].exercise ? [] : variables));
  return { sources: new Set(sources), variables: new Set(declared.filter((name) => met.has(name))) };
}

/** Also those in comments and texts: one too many makes a run longer, one too few would change it. */
const wordsOf = (source: string): string[] => source.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
