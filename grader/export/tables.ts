/** The grades as the tables that other systems read. */
import type { Outcome } from "../grade-submission.ts";
import type { LatePolicy } from "../late.ts";
import { formatCsv } from "./csv.ts";
import { type SheetRow, sheetOf } from "./sheet.ts";

/** Columns of nbgrader's export. */
const columns = [
  ...["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"],
  ...["raw_score", "late_submission_penalty", "score", "max_score"],
];

/** The grades in nbgrader's form. Who could not be graded has an empty score, which is not 0. */
export function gradesCsv(outcomes: readonly Outcome[], lesson: string, late?: LatePolicy): string {
  return nbgraderCsv(sheetOf(outcomes, { lesson, ...(late ? { late } : {}) }));
}

/**
 * A table of grades in nbgrader's form.
 *
 * @param options.duedate In ISO form.
 */
export function nbgraderCsv(rows: readonly SheetRow[], { duedate }: { duedate?: string } = {}): string {
  const lines = rows.map(({ student, assignment, timestamp, score, points, penalty }) => [
    ...[assignment, spaced(duedate), spaced(timestamp), student.id],
    ...[student.lastName ?? "", student.firstName ?? "", student.email ?? ""],
    ...[score ?? "", penalty, score === undefined ? "" : Math.max(0, score - penalty), points ?? ""],
  ]);
  return formatCsv([columns, ...lines]);
}

/**
 * The table that Canvas takes under "Import grades". A student's number is the platform's: from the list of students, or
 * from the name of a file that Canvas handed out. Who could not be graded has an empty score: Canvas keeps what it has.
 */
export function canvasCsv(rows: readonly SheetRow[]): string {
  const names = [...new Set(rows.map(({ assignment }) => assignment))];
  const points = names.map((name) => rows.find((row) => row.assignment === name && row.points)?.points ?? "");
  const students = [...new Map(rows.map(({ student }) => [student.id, student])).values()];
  const lines = students.map((student) => [
    ...[
      fullName(student) || student.id,
      student.lmsId ?? /_(\d+)$/.exec(student.id)?.[1] ?? "",
      "",
      student.id,
      "",
    ],
    ...names.map((name) =>
      finalScore(rows.find((row) => row.student.id === student.id && row.assignment === name)),
    ),
  ]);
  return formatCsv([
    ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", ...names],
    ["    Points Possible", "", "", "", "", ...points],
    ...lines,
  ]);
}

/** The grading worksheet of a Moodle assignment, as its "Upload grading worksheet" takes it, with feedback in words. */
export function moodleCsv(rows: readonly SheetRow[]): string {
  const lines = rows.map((row) => {
    const { student, points, timestamp } = row;
    const participant = /_(\d+)$/.exec(student.id)?.[1] ?? student.lmsId ?? student.id;
    const name = fullName(student) || student.id.replace(/_\d+$/, "");
    return [
      ...[`Participant ${participant}`, name, student.email ?? "", "Submitted for grading"],
      ...[finalScore(row), points ?? "", "Yes", spaced(timestamp), "-", comment(row)],
    ];
  });
  return formatCsv([
    [
      ...[
        "Identifier",
        "Full name",
        "Email address",
        "Status",
        "Grade",
        "Maximum Grade",
        "Grade can be changed",
      ],
      ...["Last modified (submission)", "Last modified (grade)", "Feedback comments"],
    ],
    ...lines,
  ]);
}

const finalScore = (row: SheetRow | undefined) =>
  row?.score === undefined ? "" : Math.max(0, row.score - row.penalty);

const fullName = ({ firstName = "", lastName = "" }: SheetRow["student"]) =>
  `${firstName} ${lastName}`.trim();

function comment({ parts, problem }: SheetRow): string {
  if (problem !== undefined) return `It could not be graded: ${problem}`;
  return parts
    .map(({ title, score, points, message, hint }) =>
      [`${title}: ${score ?? "?"} of ${points}. ${message}`, ...(hint ? [`Hint: ${hint}`] : [])].join(" "),
    )
    .join(" / ");
}

/** A moment as tables have it: no T, no Z. */
const spaced = (moment: string | undefined) => (moment ?? "").replace("T", " ").replace(/(\.\d+)?Z$/, "");
