import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { cellKind, gradedCell } from "../../grader/nbgrader/cell.ts";
import { checksum } from "../../grader/nbgrader/checksum.ts";
import { metadataProblems } from "../../grader/nbgrader/problems.ts";
import { scoreCell } from "../../grader/nbgrader/score.ts";
import { studentVersion } from "../../grader/nbgrader/student-version.ts";
import { formatNotebook, joinText, type Notebook, parseNotebook } from "../../kernel/notebook/nbformat.ts";
import { root } from "../root.ts";
import { venvPython } from "./venv.ts";

interface Fixture {
  path: string;
  text: string;
  /** grade_id, the checksum in the file, the one that nbgrader computes. */
  cells: [string, string | null, string | null][];
}

describe("nbgrader's own notebooks", () => {
  let python: string;
  let fixtures: Fixture[];
  const ask = <Answer>(job: string, input = ""): Answer =>
    JSON.parse(
      execFileSync(python, [join(root, "tests/long/nbgrader-peer.py"), job], {
        input,
        encoding: "utf8",
        maxBuffer: 1e9,
        stdio: ["pipe", "pipe", "pipe"],
      }),
    );
  const read = ({ text, path }: Fixture): Notebook => parseNotebook(text, path).notebook;

  before(function () {
    this.timeout(600_000);
    python = venvPython(this, ["nbgrader==0.9.6"]);
    fixtures = ask("fixtures");
    assert.ok(fixtures.length > 80);
  });

  it("are written as they were read, byte by byte", () => {
    for (const { text, path } of fixtures) {
      const { notebook, layout } = parseNotebook(text, path);
      assert.equal(formatNotebook(notebook, layout), text, path);
    }
  });

  it("have the checksums that nbgrader computes, and all that students left alone are as stored", () => {
    let unedited = 0;
    for (const fixture of fixtures) {
      const cells = read(fixture).cells.filter((cell) => gradedCell(cell)?.grade_id);
      assert.equal(cells.length, fixture.cells.length, fixture.path);
      for (const [at, [name, stored, computed]] of fixture.cells.entries()) {
        if (computed) assert.equal(checksum(cells[at]), computed, `${fixture.path}, ${name}`);
        if (stored === computed) unedited++;
      }
    }
    assert.ok(unedited >= 147, `${unedited}`);
  });

  it("give the student's version that nbgrader gives", () => {
    let compared = 0;
    const theirs = ask<(Notebook | null)[]>("student", JSON.stringify(fixtures.map(({ text }) => text)));
    const shown = (notebook: Notebook) =>
      notebook.cells.map((cell) => [joinText(cell.source), cell.cell_type, cell.metadata]);
    for (const [at, fixture] of fixtures.entries()) {
      const ours = attempt(() => studentVersion(read(fixture)).release);
      const expected = theirs[at];
      assert.equal(ours instanceof Error, expected === null, `${fixture.path}: ${String(ours)}`);
      if (ours instanceof Error || !expected) continue;
      compared++;
      assert.deepEqual(shown(ours), shown(expected), fixture.path);
    }
    assert.ok(compared > 20, `${compared}`);
  }).timeout(600_000);

  it("have the scores that nbgrader gives, but for its holes", () => {
    const scores = ask<([string, number | null, number][] | null)[]>(
      "score",
      JSON.stringify(fixtures.map(({ text }) => text)),
    );
    let same = 0;
    for (const [at, fixture] of fixtures.entries()) {
      const theirs = scores[at];
      if (!theirs || metadataProblems(read(fixture)).length > 0) continue;
      const cells = read(fixture).cells.filter(
        (cell) => gradedCell(cell)?.grade && cellKind(cell) !== "task",
      );
      for (const [index, cell] of cells.entries()) {
        const ours = scoreCell(cell)!;
        const [name, score, points]: [string, number | null, number] = theirs[index];
        assert.deepEqual(
          [ours.name, ours.score ?? null, ours.points],
          [name, score, points],
          `${fixture.path}, ${name}`,
        );
        same++;
      }
    }
    assert.ok(same > 100, `${same}`);
  });

  it("that are faulty are said to be", () => {
    for (const name of [
      "duplicate-grade-ids",
      "blank-grade-id",
      "bad-markdown-cell-1",
      "bad-markdown-cell-2",
    ]) {
      const fixture = fixtures.find(({ path }) => path.endsWith(`${name}.ipynb`))!;
      assert.notDeepEqual(metadataProblems(read(fixture)), [], name);
    }
  });
});

function attempt<Value>(make: () => Value): Value | Error {
  try {
    return make();
  } catch (error) {
    return error as Error;
  }
}
