import type { NotebookCell, NotebookOutput } from "../../kernel/notebook/nbformat.ts";
import { joinText } from "../../kernel/notebook/nbformat.ts";
import { cellKind, gradedCell } from "./cell.ts";
import { isUnchanged } from "./checksum.ts";

/** What a cell is worth after it ran. */
export interface CellScore {
  name: string;
  kind: "tests" | "manual answer" | "task";
  /** undefined where a person must decide. */
  score: number | undefined;
  points: number;
  /** Why, in one sentence without a full stop. */
  reason: string;
}

/**
 * Scores a graded cell from its outputs, as nbgrader means it and without its holes: an error always counts, wherever it
 * stands; text on stderr alone does not; and only a plain number from 0 to the points is partial credit.
 *
 * A tests cell: an error is 0, a number as the last result is that many points, nothing is all of them, anything else
 * is for a person to look at. An answer for a person: 0 if it was not touched, else undefined.
 *
 * @returns undefined for a cell without points.
 */
export function scoreCell(cell: NotebookCell): CellScore | undefined {
  const meta = gradedCell(cell);
  const kind = cellKind(cell);
  if (!meta || !(meta.grade || meta.task)) return undefined;
  const points = Number(meta.points ?? 0);
  const of = (score: number | undefined, reason: string) => ({
    name: meta.grade_id ?? "",
    kind: kind === "task" || kind === "manual answer" ? kind : ("tests" as const),
    score,
    points,
    reason,
  });
  if (kind === "manual answer" || kind === "task")
    return kind === "manual answer" && isUnchanged(cell)
      ? of(0, "No response")
      : of(undefined, "a person scores it");
  if (cell.cell_type !== "code") return of(undefined, "a person scores it");
  return testScore(cell.outputs ?? [], points, of);
}

function testScore(
  outputs: NotebookOutput[],
  points: number,
  of: (score: number | undefined, reason: string) => CellScore,
): CellScore {
  const error = outputs.find((output) => output.output_type === "error");
  if (error) return of(0, `${error.ename}: ${error.evalue}`);
  const results = outputs.filter((output) => output.output_type === "execute_result");
  const last = results[results.length - 1];
  if (!last) return of(points, "all tests passed");
  const text = joinText(last.data["text/plain"] as string | string[] | undefined).trim();
  if (!/^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text))
    return of(undefined, `the tests gave ${JSON.stringify(text.slice(0, 40))}, which is no number of points`);
  const score = Number(text);
  return score <= points
    ? of(score, `${score} of ${points} points by the tests`)
    : of(undefined, `the tests gave ${score} of ${points} points`);
}
