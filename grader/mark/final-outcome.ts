/** Grades with what a person decided. */
import type { Grade } from "../grade.ts";
import type { Outcome } from "../grade-submission.ts";
import { keptNotebook, ranPath } from "../graded-files.ts";
import { answerCells, answerText } from "./answers.ts";
import { answerDigest, type Mark, type Marks, readMarks } from "./marks.ts";

/** An outcome with the marks that hold for it. A mark for an answer that has changed since does not. */
export async function finalOutcome(outcome: Outcome, graded: string): Promise<Outcome> {
  if (!("grade" in outcome)) return outcome;
  const marks = await readMarks(graded, outcome.student);
  if (Object.keys(marks.cells).length === 0 && !marks.extra) return outcome;
  const notebook = await keptNotebook(ranPath({ out: graded, ...outcome.grade }));
  const holds = (name: string): Mark | undefined => {
    const mark = Object.hasOwn(marks.cells, name) ? marks.cells[name] : undefined;
    const answer = notebook ? answerText(answerCells(notebook, name)) : "";
    return mark && mark.answer === answerDigest(answer) ? mark : undefined;
  };
  return { ...outcome, grade: withMarks(outcome.grade, holds, marks.extra) };
}

/** Puts marks in the place of what tests found, and adds up anew. */
export function withMarks(
  grade: Grade,
  holds: (name: string) => Mark | undefined,
  extra: Marks["extra"],
): Grade {
  const exercises = grade.exercises.map((verdict) => {
    const mark = holds(verdict.exercise.id);
    return mark ? marked(verdict, mark) : verdict;
  });
  const cells = grade.inside?.cells.map((cell) => {
    const mark = holds(cell.name);
    return mark ? { ...cell, score: mark.points, reason: saidBy(mark).replace(/\.$/, "") } : cell;
  });
  const scores = [...exercises.map(({ points }) => points), ...(cells ?? []).map(({ score }) => score ?? 0)];
  const score = scores.reduce((total, points) => total + points, extra?.points ?? 0);
  return {
    ...grade,
    score,
    exercises,
    ...(grade.inside && cells ? { inside: { ...grade.inside, cells } } : {}),
    ...(extra ? { extra } : {}),
  };
}

/** Who got all points is told of no mistake. */
function marked(verdict: Grade["exercises"][number], mark: Mark): Grade["exercises"][number] {
  const { hint, example, ...facts } = verdict;
  const passed = mark.points >= verdict.of;
  const mistake = { ...(hint === undefined ? {} : { hint }), ...(example ? { example } : {}) };
  return { ...facts, ...(passed ? {} : mistake), passed, points: mark.points, message: saidBy(mark) };
}

const saidBy = ({ comment }: Mark) => comment || "Scored by a person.";
