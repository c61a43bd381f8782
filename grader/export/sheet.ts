/** Grades as a table: what every form of export is made from. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Scored, scoredParts } from "../grade.ts";
import type { Outcome } from "../grade-submission.ts";
import { type LatePolicy, lateness, latePenalty } from "../late.ts";
import { finalOutcome } from "../mark/final-outcome.ts";
import type { Student } from "./student.ts";

/** One student's line for one assignment. */
export interface SheetRow {
  student: Student;
  assignment: string;
  /** In ISO form and UTC, where known. */
  timestamp?: string;
  /** undefined for who could not be graded, which is not 0. */
  score: number | undefined;
  points: number | undefined;
  /** Taken from the score for handing in late. */
  penalty: number;
  parts: Scored[];
  /** Why there is no grade. */
  problem?: string;
}

/**
 * Reads the outcomes that `noisebook grade` has left in a folder.
 *
 * @throws {Error} If there are none.
 */
export async function readOutcomes(graded: string): Promise<Outcome[]> {
  const folder = join(graded, "grades");
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith(".json")).sort();
  if (files.length === 0)
    throw new Error(
      `Cannot read grades: there are none in ${folder}; give the folder that noisebook grade wrote`,
    );
  return Promise.all(
    files.map(async (name) => finalOutcome(JSON.parse(await readFile(join(folder, name), "utf8")), graded)),
  );
}

/**
 * Makes the table.
 *
 * @param students What is known of them, by id; who is not among them has the id alone.
 */
export function sheetOf(
  outcomes: readonly Outcome[],
  {
    lesson,
    students = new Map(),
    late,
  }: { lesson: string; students?: ReadonlyMap<string, Student>; late?: LatePolicy },
): SheetRow[] {
  return outcomes.map((outcome) => {
    const student = students.get(outcome.student) ?? { id: outcome.student };
    const when = outcome.timestamp === undefined ? {} : { timestamp: outcome.timestamp };
    if ("problem" in outcome) {
      const none = { score: undefined, points: undefined, penalty: 0, parts: [] };
      return { student, assignment: lesson, ...when, ...none, problem: outcome.problem };
    }
    const { grade } = outcome;
    const { score, points } = grade;
    return {
      student,
      assignment: grade.lesson,
      ...when,
      score,
      points,
      penalty: late && outcome.timestamp ? latePenalty(score, lateness(outcome.timestamp, late)) : 0,
      parts: scoredParts(grade),
    };
  });
}
