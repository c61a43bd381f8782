/** Who the students are: names and addresses for the tables that other systems read. */
import { readFile } from "node:fs/promises";
import { parseCsv } from "./csv.ts";
import { readGradebook } from "./read-gradebook.ts";
import type { Student } from "./student.ts";

/** Names of columns, as nbgrader and the platforms write them. */
const columns: Record<keyof Student, string[]> = {
  id: ["id", "student_id", "username", "sis login id"],
  firstName: ["first_name", "first name"],
  lastName: ["last_name", "last name", "surname"],
  email: ["email", "email address"],
  lmsId: ["lms_user_id", "canvas id", "id number"],
};

/**
 * Reads a list of students: a CSV with the columns `id, first_name, last_name, email, lms_user_id`, of which only the first
 * is needed, or nbgrader's gradebook.db.
 *
 * @throws {Error} If the table has no column of ids.
 */
export async function readStudents(path: string): Promise<Map<string, Student>> {
  const bytes = await readFile(path).catch((cause) => {
    throw new Error(`Cannot read the list of students ${path}: ${(cause as Error).message}`, { cause });
  });
  const isDatabase = bytes.subarray(0, 15).toString("latin1") === "SQLite format 3";
  const list = isDatabase
    ? (await readGradebook(bytes)).students
    : studentsOf(parseCsv(bytes.toString("utf8")), path);
  return new Map(list.map((student) => [student.id, student]));
}

function studentsOf([head = [], ...lines]: string[][], path: string): Student[] {
  const names = head.map((name) => name.trim().toLowerCase());
  const at = Object.entries(columns).map(
    ([key, known]) => [key, names.findIndex((name) => known.includes(name))] as const,
  );
  if (at[0][1] < 0) throw new Error(`Cannot read the list of students ${path}: it has no column "id"`);
  return lines.map((line) => {
    const known = at.filter(([, column]) => column >= 0 && line[column]);
    return Object.fromEntries(known.map(([key, column]) => [key, line[column]])) as unknown as Student;
  });
}
