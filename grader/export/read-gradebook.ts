import type { Scored } from "../grade.ts";
import type { SheetRow } from "./sheet.ts";
import { type Database, openDatabase, rowsOf, type SqlValue } from "./sqlite.ts";
import type { Student } from "./student.ts";

/** What nbgrader's gradebook.db holds, as far as grades go. */
export interface Gradebook {
  students: Student[];
  rows: SheetRow[];
}

const submissions = `
SELECT submitted_assignment.id AS id, assignment.name AS assignment, student_id, timestamp,
  coalesce((SELECT sum(late_submission_penalty) FROM submitted_notebook
    WHERE submitted_notebook.assignment_id = submitted_assignment.id), 0) AS penalty
FROM submitted_assignment JOIN assignment ON assignment.id = submitted_assignment.assignment_id
ORDER BY assignment.name, student_id`;

const grades = `
SELECT base_cell.name AS name, base_cell.type AS type, auto_score, manual_score, extra_credit, needs_manual_grade,
  coalesce(grade_cells.max_score, task_cells.max_score, 0) AS points,
  coalesce(grade_cells.cell_type, task_cells.cell_type) AS cell_type
FROM grade
JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
JOIN base_cell ON base_cell.id = grade.cell_id
LEFT JOIN grade_cells ON grade_cells.id = base_cell.id
LEFT JOIN task_cells ON task_cells.id = base_cell.id
WHERE submitted_notebook.assignment_id = ?
ORDER BY base_cell.name`;

/**
 * Reads nbgrader's gradebook.db: a score given by a person counts before one of the tests, as nbgrader has it.
 *
 * @throws {Error} If the file is no gradebook.
 */
export async function readGradebook(bytes: Uint8Array): Promise<Gradebook> {
  const database = await openDatabase(bytes);
  try {
    const students = rowsOf(database, "SELECT * FROM student ORDER BY id").map(studentOf);
    const byId = new Map(students.map((student) => [student.id, student]));
    const rows = rowsOf(database, submissions).map((row) => submissionOf(database, row, byId));
    return { students, rows };
  } catch (cause) {
    throw new Error(`Cannot read the gradebook: ${(cause as Error).message}`, { cause });
  } finally {
    database.close();
  }
}

function studentOf(row: Record<string, SqlValue>): Student {
  const fields = { firstName: "first_name", lastName: "last_name", email: "email", lmsId: "lms_user_id" };
  const known = Object.entries(fields).filter(([, column]) => row[column]);
  const entries = known.map(([key, column]) => [key, String(row[column])]);
  return { id: String(row["id"]), ...Object.fromEntries(entries) };
}

function submissionOf(
  database: Database,
  row: Record<string, SqlValue>,
  students: Map<string, Student>,
): SheetRow {
  const parts = rowsOf(database, grades, [row["id"]]).map(partOf);
  const sum = (field: "score" | "points") => parts.reduce((total, part) => total + (part[field] ?? 0), 0);
  const when = row["timestamp"] ? new Date(`${String(row["timestamp"]).replace(" ", "T")}Z`) : undefined;
  const id = String(row["student_id"]);
  return {
    student: students.get(id) ?? { id },
    assignment: String(row["assignment"]),
    ...(when && !Number.isNaN(when.getTime()) ? { timestamp: when.toISOString() } : {}),
    ...{ score: sum("score"), points: sum("points"), penalty: Number(row["penalty"]), parts },
  };
}

function partOf(row: Record<string, SqlValue>): Scored {
  const given = row["manual_score"] ?? row["auto_score"];
  const score = given === null ? undefined : Number(given) + Number(row["extra_credit"] ?? 0);
  const kind = row["type"] === "TaskCell" ? "task" : row["cell_type"] === "code" ? "tests" : "manual answer";
  const name = String(row["name"]);
  const message = row["needs_manual_grade"] ? "A person is to look at it." : "";
  return { name, title: name, kind, score, points: Number(row["points"]), message };
}
