import { createHash } from "node:crypto";
import type { Scored } from "../grade.ts";
import { createGradebook, revision } from "./gradebook-tables.ts";
import type { SheetRow } from "./sheet.ts";
import { type Database, openDatabase, rowsOf, type SqlValue } from "./sqlite.ts";

/**
 * Writes grades into nbgrader's gradebook.db, for its formgrader and its exporters. What a person has scored there stays, and
 * so does all that is not of these assignments; who could not be graded gets no grade.
 *
 * @param before The file as it was; a new one is made unless given.
 * @returns The file's bytes: the same for the same grades.
 * @throws {Error} If the file is no gradebook, or of another version of nbgrader than 0.9.
 */
export async function writeGradebook(
  rows: readonly SheetRow[],
  { before, duedate }: { before?: Uint8Array; duedate?: string } = {},
): Promise<Uint8Array> {
  const database = await openDatabase(before);
  try {
    if (!before) for (const statement of createGradebook()) database.run(statement);
    refuseOtherVersions(database);
    database.run("BEGIN");
    for (const row of rows) if (row.score !== undefined) writeRow(database, row, duedate);
    database.run("COMMIT");
    return database.export();
  } finally {
    database.close();
  }
}

function refuseOtherVersions(database: Database): void {
  const known = rowsOf(database, "SELECT name FROM sqlite_master WHERE name = 'alembic_version'").length > 0;
  const version = known
    ? rowsOf(database, "SELECT version_num FROM alembic_version")[0]?.["version_num"]
    : undefined;
  if (version !== revision)
    throw new Error(
      `Cannot write the gradebook: it has the tables of revision ${version ?? "none"}, and ${revision} (nbgrader 0.9) is needed; run nbgrader db upgrade`,
    );
}

function writeRow(database: Database, row: SheetRow, duedate: string | undefined): void {
  const { student, assignment, timestamp } = row;
  upsert(database, "student", {
    key: { id: student.id },
    set: {
      ...known("first_name", student.firstName),
      ...known("last_name", student.lastName),
      ...known("email", student.email),
      ...known("lms_user_id", student.lmsId),
    },
  });
  const assignmentId = upsert(database, "assignment", {
    key: { name: assignment },
    set: known("duedate", moment(duedate)),
    first: { course_id: "default_course" },
  });
  const notebookId = upsert(database, "notebook", { key: { name: assignment, assignment_id: assignmentId } });
  const submission = upsert(database, "submitted_assignment", {
    key: { assignment_id: assignmentId, student_id: student.id },
    set: known("timestamp", moment(timestamp)),
  });
  const submitted = upsert(database, "submitted_notebook", {
    key: { notebook_id: notebookId, assignment_id: submission },
    set: { late_submission_penalty: row.penalty },
    first: { flagged: 0 },
  });
  for (const part of row.parts) writePart(database, part, { notebookId, submitted });
}

function writePart(
  database: Database,
  { name, kind, score, points }: Scored,
  { notebookId, submitted }: { notebookId: SqlValue; submitted: SqlValue },
): void {
  const type = kind === "task" ? "TaskCell" : "GradeCell";
  const cell = upsert(database, "base_cell", { key: { name, notebook_id: notebookId, type } });
  upsert(database, kind === "task" ? "task_cells" : "grade_cells", {
    key: { id: cell },
    set: { max_score: points, cell_type: kind === "tests" ? "code" : "markdown" },
  });
  const key = { cell_id: cell, notebook_id: submitted };
  const [before] = rowsOf(
    database,
    "SELECT manual_score FROM grade WHERE cell_id = ? AND notebook_id = ?",
    Object.values(key),
  );
  const isOpen = score === undefined && (before?.["manual_score"] ?? null) === null;
  upsert(database, "grade", { key, set: { auto_score: score ?? null, needs_manual_grade: isOpen ? 1 : 0 } });
}

interface Wanted {
  /** What tells the row from others. */
  key: Record<string, SqlValue>;
  /** What it gets in any case. */
  set?: Record<string, SqlValue>;
  /** What it gets if it is new. */
  first?: Record<string, SqlValue>;
}

/** Finds a row by its key or makes it, and gives its id. */
function upsert(database: Database, table: string, { key, set = {}, first = {} }: Wanted): SqlValue {
  const where = Object.keys(key)
    .map((name) => `${name} = ?`)
    .join(" AND ");
  const values = Object.values(key);
  const [found] = rowsOf(database, `SELECT id FROM ${table} WHERE ${where}`, values);
  if (found) {
    const changes = Object.keys(set).map((name) => `${name} = ?`);
    if (changes.length > 0)
      database.run(`UPDATE ${table} SET ${changes.join(", ")} WHERE ${where}`, [
        ...Object.values(set),
        ...values,
      ]);
    return found["id"];
  }
  // An id of its own from what it is, so that the same grades give the same bytes.
  const id = createHash("md5")
    .update(JSON.stringify([table, ...values]))
    .digest("hex");
  const fresh = { id, ...first, ...key, ...set };
  const names = Object.keys(fresh);
  database.run(
    `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
    Object.values(fresh),
  );
  return fresh.id;
}

/** What is not known is left as it is. */
function known(name: string, value: string | undefined): Record<string, SqlValue> {
  return value === undefined ? {} : { [name]: value };
}

/** As SQLAlchemy keeps moments: UTC, with microseconds. */
function moment(iso: string | undefined): string | undefined {
  return iso === undefined ? undefined : new Date(iso).toISOString().replace("T", " ").replace("Z", "000");
}
