import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { field, formatCsv, parseCsv } from "../../grader/export/csv.ts";
import { gradescopeResults } from "../../grader/export/gradescope.ts";
import { readGradebook } from "../../grader/export/read-gradebook.ts";
import type { SheetRow } from "../../grader/export/sheet.ts";
import { type Database, openDatabase, rowsOf } from "../../grader/export/sqlite.ts";
import { canvasCsv, moodleCsv, nbgraderCsv } from "../../grader/export/tables.ts";
import { writeGradebook } from "../../grader/export/write-gradebook.ts";
import type { Scored } from "../../grader/grade.ts";
import { root } from "../root.ts";

const part = (name: string, kind: Scored["kind"], score: number | undefined, points: number): Scored => ({
  ...{ name, title: name, kind, score, points, message: "As it should be." },
});

const rows: SheetRow[] = [
  {
    student: { id: "ada_17", firstName: "Ada", lastName: "=1+1", email: "ada@example.org" },
    ...{ assignment: "02", timestamp: "2026-01-02T03:04:05.678Z", score: 3.5, points: 6, penalty: 0.5 },
    parts: [
      part("a", "tests", 3.5, 4),
      part("why", "manual answer", undefined, 1),
      part("draw", "task", undefined, 1),
    ],
  },
  {
    ...{
      student: { id: "eve" },
      assignment: "02",
      score: undefined,
      points: undefined,
      penalty: 0,
      parts: [],
    },
    problem: 'it is not "JSON"',
  },
];

describe("tables of grades", () => {
  it("are nbgrader's, with no formula in them", () => {
    assert.deepEqual(parseCsv(nbgraderCsv(rows, { duedate: "2026-01-02T00:00:00.000Z" })).slice(1), [
      ...[
        [
          "02",
          "2026-01-02 00:00:00",
          "2026-01-02 03:04:05",
          "ada_17",
          "'=1+1",
          "Ada",
          "ada@example.org",
        ].concat([...["3.5", "0.5", "3", "6"]]),
      ],
      ["02", "", "", "eve", "", "", "", "", "0", "", ""].map((cell, at) =>
        at === 1 ? "2026-01-02 00:00:00" : cell,
      ),
    ]);
  });

  it("are Canvas's: the platform's number, the points possible, and nothing for who has no grade", () => {
    const [head, possible, ada, eve] = parseCsv(canvasCsv(rows));
    assert.deepEqual(head, ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "02"]);
    assert.deepEqual(possible, ["    Points Possible", "", "", "", "", "6"]);
    assert.deepEqual(ada, ["Ada =1+1", "17", "", "ada_17", "", "3"]);
    assert.equal(eve[5], "");
  });

  it("are Moodle's: the participant's number and feedback in words", () => {
    const [, ada, eve] = parseCsv(moodleCsv(rows));
    assert.deepEqual(ada.slice(0, 6), [
      ...["Participant 17", "Ada =1+1", "ada@example.org", "Submitted for grading", "3", "6"],
    ]);
    assert.match(ada[9], /^a: 3\.5 of 4\. As it should be\. \/ why: \? of 1\./);
    assert.match(eve[9], /could not be graded: it is not "JSON"/);
  });

  it("keep every field, whatever is in it, and let no spreadsheet compute", () => {
    const fields = ['a"b', "c,d", "e\r\nf", "", " g "];
    assert.deepEqual(parseCsv(formatCsv([fields])), [fields]);
    for (const formula of ["=1", "+1", "-1+cmd", "@SUM(A1)", "\t=1", " =1", "\r=1"])
      assert.match(parseCsv(field(formula))[0][0], /^'/, formula);
    assert.equal(field(-1), "-1");
  });
});

describe("gradescopeResults()", () => {
  it("has a test for each part; what a person must score has none", () => {
    const { score, tests, output } = gradescopeResults(rows[0]);
    assert.equal(score, 3);
    assert.deepEqual(
      tests.map((test) => [test.name, test.score, test.max_score, test.status]),
      [
        ["a", 3.5, 4, "failed"],
        ["why", undefined, 1, undefined],
        ["draw", undefined, 1, undefined],
      ],
    );
    assert.match(output, /0\.5 points less for handing in late.*2 parts are still/);
    assert.equal("score" in gradescopeResults(rows[1]), false);
  });
});

/** What nbgrader writes; see tests/golden/gradebook.py. */
interface Golden {
  tables: Record<string, unknown>;
  queries: Record<string, { sql: string; rows: object[] }>;
}

/** A table's columns, foreign keys and unique columns, whatever the words that made it. */
function tableOf(database: Database, name: string) {
  const asked = (pragma: string) => rowsOf(database, `PRAGMA ${pragma}`);
  const keys = asked(`foreign_key_list(${name})`).map(({ from, table, to }) => [from, table, to]);
  const unique = asked(`index_list(${name})`)
    .filter(({ unique }) => unique === 1)
    .map((index) =>
      asked(`index_info(${index["name"]})`)
        .map((column) => String(column["name"]))
        .sort(),
    );
  return {
    columns: asked(`table_info(${name})`).map(({ name, type, notnull, pk }) => [name, type, notnull, pk]),
    keys: keys.sort((a, b) => (String(a) < String(b) ? -1 : 1)),
    unique: unique.sort((a, b) => (String(a) < String(b) ? -1 : 1)),
  };
}

describe("writeGradebook()", () => {
  it("keeps the grades, and gives the same bytes for them", async () => {
    const bytes = await writeGradebook(rows);
    assert.deepEqual(await writeGradebook(rows), bytes);
    const { students, rows: read } = await readGradebook(bytes);
    assert.deepEqual(students, [
      { id: "ada_17", firstName: "Ada", lastName: "=1+1", email: "ada@example.org" },
    ]);
    assert.deepEqual(
      read.map(({ assignment, timestamp, score, points, penalty }) => ({
        assignment,
        timestamp,
        score,
        points,
        penalty,
      })),
      [{ assignment: "02", timestamp: rows[0].timestamp, score: 3.5, points: 6, penalty: 0.5 }],
    );
  });

  it("has nbgrader's own tables, and in them what nbgrader itself would keep", async () => {
    const golden = JSON.parse(readFileSync(join(root, "tests/golden/gradebook.json"), "utf8")) as Golden;
    const bytes = await writeGradebook(rows, { duedate: "2026-01-02T00:00:00.000Z" });
    const database = await openDatabase(bytes);
    for (const [what, { sql, rows: wanted }] of Object.entries(golden.queries))
      assert.deepEqual(rowsOf(database, sql), wanted, what);
    const names = rowsOf(database, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
    const tables = names.map(({ name }) => [name, tableOf(database, String(name))]);
    assert.deepEqual(Object.fromEntries(tables), golden.tables);
    database.close();
  });

  it("leaves what a person scored", async () => {
    const database = await openDatabase(await writeGradebook(rows));
    database.run("UPDATE grade SET manual_score = 1, needs_manual_grade = 0 WHERE needs_manual_grade");
    const again = await openDatabase(await writeGradebook(rows, { before: database.export() }));
    assert.deepEqual(
      rowsOf(again, "SELECT count(*) AS n FROM grade WHERE manual_score = 1 AND NOT needs_manual_grade"),
      [{ n: 2 }],
    );
    again.close();
    database.close();
  });

  it("refuses what is no gradebook of this version", async () => {
    await assert.rejects(writeGradebook(rows, { before: Buffer.from("hello") }), /Cannot open the database/);
    const empty = await openDatabase();
    empty.run("CREATE TABLE student (id)");
    await assert.rejects(writeGradebook(rows, { before: empty.export() }), /nbgrader 0\.9/);
    empty.close();
  });
});
