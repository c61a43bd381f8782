/** What a person has decided about a submission: a JSON file beside the grades that no grading touches. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeAtomic } from "../../kernel/notebook/write-atomic.ts";
import { fileName } from "../graded-files.ts";

/** Points for one answer. */
export interface Mark {
  points: number;
  comment: string;
  /** The digest of the answer that was read: the mark holds for this answer only. */
  answer: string;
}

export interface Marks {
  student: string;
  /** By the name of the cell or exercise. */
  cells: Record<string, Mark>;
  /** Points beyond the task; they may lift a score above its maximum. */
  extra?: { points: number; comment: string };
}

export const marksPath = (graded: string, student: string) =>
  join(graded, "marks", `${fileName(student)}.json`);

/** A student's marks; empty where there are none. */
export async function readMarks(graded: string, student: string): Promise<Marks> {
  const path = marksPath(graded, student);
  return existsSync(path) ? (JSON.parse(await readFile(path, "utf8")) as Marks) : { student, cells: {} };
}

export async function writeMarks(graded: string, marks: Marks): Promise<void> {
  const path = marksPath(graded, marks.student);
  await mkdir(dirname(path), { recursive: true });
  await writeAtomic(path, `${JSON.stringify(marks, null, 2)}\n`);
}

/** Tells one answer from another. */
export const answerDigest = (text: string) => createHash("sha256").update(text).digest("hex");
