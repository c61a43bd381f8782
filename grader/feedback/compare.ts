/** Finds where a student's notebook showed something else than the solution's. */
import { renderOutputs } from "../../kernel/notebook/html/output.ts";
import {
  joinText,
  type Notebook,
  type NotebookCell,
  type NotebookOutput,
} from "../../kernel/notebook/nbformat.ts";

/** The same cell twice, as HTML. */
export interface Comparison {
  yours: string;
  solution: string;
}

/** So many cells are shown of an exercise. */
const mostPairs = 3;

/** Kinds of content that run nothing and load nothing, whatever they hold. */
const safeTypes = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml", "text/plain"];

/**
 * The cells that use an exercise's function and show a picture with the solution, where the student's notebook shows another
 * one, an error, or nothing. Cells are known by their ids, which a student's copy keeps.
 *
 * @param exercise The exercise's id: noise-picture for a function noisePicture.
 */
export function comparisons(exercise: string, ran: Notebook, expected: Notebook): Comparison[] {
  const name = exercise.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const uses = new RegExp(`\\b${name}\\b`);
  const yours = new Map(ran.cells.map((cell) => [cell.id, cell]));
  return expected.cells
    .filter((cell) => cell.cell_type === "code" && uses.test(joinText(cell.source)) && !isExercise(cell))
    .flatMap((cell) => {
      const mine = cell.id === undefined ? undefined : yours.get(cell.id);
      const solution = shown(cell).filter(isPicture);
      if (!mine || solution.length === 0) return [];
      const [html, wanted] = [rendered(shown(mine)), rendered(solution)];
      return html === wanted ? [] : [{ yours: html || "<p>nothing</p>", solution: wanted }];
    })
    .slice(0, mostPairs);
}

function isExercise(cell: NotebookCell): boolean {
  return cell.metadata["noisebook"] !== undefined;
}

function shown(cell: NotebookCell): NotebookOutput[] {
  return (cell.outputs ?? []).map((output) => {
    if (!("data" in output)) return output;
    const kept = Object.entries(output.data).filter(([type]) => safeTypes.includes(type));
    return { ...output, data: Object.fromEntries(kept) };
  });
}

function isPicture(output: NotebookOutput): boolean {
  return "data" in output && Object.keys(output.data).some((type) => type.startsWith("image/"));
}

const rendered = (outputs: NotebookOutput[]) =>
  renderOutputs(outputs, { picture: () => undefined, widget: () => undefined });
