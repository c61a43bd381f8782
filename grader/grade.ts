/** What a student gets for a submission, as a plain record. */
import type { VerdictFacts } from "noisebook";
import type { CellScore } from "./nbgrader/score.ts";

/** The same submission gets the same bytes every time. */
export interface Grade {
  /** The lesson, or the assignment of a notebook of the teacher's own. */
  lesson: string;
  student: string;
  score: number;
  points: number;
  /** Of a lesson; without the seed, which stays with the staff. */
  exercises: Omit<VerdictFacts, "seed">[];
  /** Cells that failed when the notebook ran: place from 0 and the error. */
  failures: { cell: number; error: string }[];
  /** Of a notebook whose own tests scored it, among the student's code: a weaker judgement than a lesson's. */
  inside?: {
    cells: CellScore[];
    /** What the submission had changed of the teacher's and was put right, a sentence each. */
    restored: string[];
  };
  /** Given by a person beyond the task; part of the score, not of the points that can be had. */
  extra?: { points: number; comment: string };
}

/** One thing that gives points. */
export interface Scored {
  /** The exercise's id or the cell's grade_id. */
  name: string;
  title: string;
  /** Tests score it, or a person does. */
  kind: CellScore["kind"];
  /** undefined where a person must decide. */
  score: number | undefined;
  points: number;
  /** What was found, as a sentence. */
  message: string;
  hint?: string;
}

/** What a grade is made of, whichever way it came about. */
export function scoredParts({ exercises, inside, extra }: Grade): Scored[] {
  const parts = exercises.map(({ exercise: { id, title }, points, of, message, hint }) => ({
    ...{ name: id, title, kind: "tests" as const, score: points, points: of, message },
    ...(hint === undefined ? {} : { hint }),
  }));
  const cells = inside?.cells ?? [];
  return [
    ...parts,
    ...cells.map(({ reason, ...cell }) => ({ ...cell, title: cell.name, message: `${reason}.` })),
    ...(extra ? [extraPart(extra)] : []),
  ];
}

/** With a space, which no grade_id has: a teacher's cell may be named extra-credit. */
export const extraName = "extra credit";

const extraPart = ({ points, comment }: NonNullable<Grade["extra"]>): Scored => ({
  ...{ name: extraName, title: "Extra credit", kind: "tests", score: points, points: 0 },
  message: comment || "For more than was asked.",
});
