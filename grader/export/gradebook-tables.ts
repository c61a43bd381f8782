/** The tables of nbgrader's gradebook.db, as its version 0.9 makes them. */

interface Table {
  /** Columns with their types, in nbgrader's order. */
  columns: Record<string, string>;
  unique?: string[];
  /** Columns that point to the `id` of another table. */
  refers?: Record<string, string>;
}

const id = "VARCHAR(32) NOT NULL";
const text = "VARCHAR(128)";

const tables: Record<string, Table> = {
  student: {
    columns: {
      ...{ id: `${text} NOT NULL`, first_name: text, last_name: text, email: text, lms_user_id: text },
    },
  },
  course: { columns: { id: `${text} NOT NULL` } },
  assignment: {
    columns: { id, name: `${text} NOT NULL`, duedate: "DATETIME", course_id: `${text} NOT NULL` },
    unique: ["name"],
    refers: { course_id: "course" },
  },
  notebook: {
    columns: { id, name: `${text} NOT NULL`, assignment_id: "VARCHAR(32)", kernelspec: "VARCHAR(1024)" },
    unique: ["name", "assignment_id"],
    refers: { assignment_id: "assignment" },
  },
  submitted_assignment: {
    columns: {
      ...{ id, assignment_id: "VARCHAR(32)", student_id: text, timestamp: "DATETIME", extension: "DATETIME" },
    },
    unique: ["assignment_id", "student_id"],
    refers: { assignment_id: "assignment", student_id: "student" },
  },
  base_cell: {
    columns: { id, name: `${text} NOT NULL`, notebook_id: id, type: "VARCHAR(50)" },
    unique: ["name", "notebook_id", "type"],
    refers: { notebook_id: "notebook" },
  },
  source_cell: {
    columns: {
      ...{ id, name: `${text} NOT NULL`, cell_type: "VARCHAR(8) NOT NULL", locked: "BOOLEAN NOT NULL" },
      ...{ source: "TEXT", checksum: text, notebook_id: "VARCHAR(32)" },
    },
    unique: ["name", "notebook_id"],
    refers: { notebook_id: "notebook" },
  },
  submitted_notebook: {
    columns: {
      ...{ id, assignment_id: "VARCHAR(32)", notebook_id: "VARCHAR(32)" },
      ...{ flagged: "BOOLEAN", late_submission_penalty: "FLOAT" },
    },
    unique: ["notebook_id", "assignment_id"],
    refers: { assignment_id: "submitted_assignment", notebook_id: "notebook" },
  },
  grade_cells: {
    columns: { id, max_score: "FLOAT NOT NULL", cell_type: "VARCHAR(8) NOT NULL" },
    refers: { id: "base_cell" },
  },
  solution_cells: { columns: { id }, refers: { id: "base_cell" } },
  task_cells: {
    columns: { id, max_score: "FLOAT NOT NULL", cell_type: "VARCHAR(8) NOT NULL" },
    refers: { id: "base_cell" },
  },
  grade: {
    columns: {
      ...{ id, notebook_id: "VARCHAR(32)", cell_id: "VARCHAR(32)", auto_score: "FLOAT" },
      ...{ manual_score: "FLOAT", extra_credit: "FLOAT", needs_manual_grade: "BOOLEAN NOT NULL" },
    },
    unique: ["cell_id", "notebook_id"],
    refers: { notebook_id: "submitted_notebook", cell_id: "base_cell" },
  },
  comment: {
    columns: {
      ...{ id, notebook_id: "VARCHAR(32)", cell_id: "VARCHAR(32)" },
      ...{ auto_comment: "TEXT", manual_comment: "TEXT" },
    },
    unique: ["cell_id", "notebook_id"],
    refers: { notebook_id: "submitted_notebook", cell_id: "base_cell" },
  },
};

/** The revision by which nbgrader knows that it need not upgrade the tables. */
export const revision = "e43177bfe90b";

/** The statements that make an empty gradebook. */
export function createGradebook(): string[] {
  return [
    ...Object.entries(tables).map(([name, table]) => createTable(name, table)),
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
    `INSERT INTO alembic_version VALUES ('${revision}')`,
    "INSERT INTO course VALUES ('default_course')",
  ];
}

function createTable(name: string, { columns, unique, refers = {} }: Table): string {
  const parts = [
    ...Object.entries(columns).map(([column, type]) => `${column} ${type}`),
    "PRIMARY KEY (id)",
    ...(unique ? [`UNIQUE (${unique.join(", ")})`] : []),
    ...Object.entries(refers).map(([column, to]) => `FOREIGN KEY(${column}) REFERENCES ${to} (id)`),
  ];
  return `CREATE TABLE ${name} (${parts.join(", ")})`;
}
