import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "../../../grader/grade-submission.ts";
import { gradePath, writeRan } from "../../../grader/graded-files.ts";
import type { Notebook } from "../../../kernel/notebook/nbformat.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

/** A folder as `noisebook grade` leaves it: two students, a tests cell each and a manual answer. */
export async function gradedFolder(words: Record<string, string>): Promise<string> {
  const out = temporaryFolder();
  mkdirSync(join(out, "grades"));
  for (const [student, answer] of Object.entries(words)) await putStudent(out, student, answer);
  return out;
}

/** Writes what grading leaves for a student. */
// Long: the records that grading leaves, written out.
export async function putStudent(out: string, student: string, answer: string): Promise<void> {
  const nbgrader = {
    schema_version: 3,
    grade: true,
    solution: true,
    locked: false,
    grade_id: "why",
    points: 4,
  };
  const notebook: Notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      { cell_type: "markdown", metadata: { nbgrader }, source: answer },
      {
        cell_type: "code",
        metadata: { nbgrader: { ...nbgrader, grade_id: "plot" } },
        source: "plot()",
        execution_count: 1,
        outputs: [
          {
            output_type: "display_data",
            metadata: {},
            data: { "text/html": "<script>alert(1)</script>", "text/plain": "a plot" },
          },
        ],
      },
    ],
  };
  await writeRan(notebook, { out, student, lesson: "hw" });
  const outcome: Outcome = {
    ...{ student, sha256: answer, timestamp: "2026-11-28T10:00:00.000Z" },
    grade: {
      ...{ lesson: "hw", student, score: 2, points: 10, exercises: [], failures: [] },
      inside: {
        cells: [
          { name: "tests", kind: "tests", score: 2, points: 2, reason: "all tests passed" },
          { name: "why", kind: "manual answer", score: undefined, points: 4, reason: "a person scores it" },
          { name: "plot", kind: "manual answer", score: undefined, points: 4, reason: "a person scores it" },
        ],
        restored: [],
      },
    },
  };
  writeFileSync(gradePath(out, student), JSON.stringify(outcome));
}
