import assert from "node:assert/strict";
import fc from "fast-check";
import { cellKind, gradedCell } from "../../../grader/nbgrader/cell.ts";
import { checksum, isUnchanged, pythonFloat } from "../../../grader/nbgrader/checksum.ts";
import { metadataProblems } from "../../../grader/nbgrader/problems.ts";
import { replaceRegions, solutionMarks } from "../../../grader/nbgrader/region.ts";
import { studentVersion } from "../../../grader/nbgrader/student-version.ts";
import type { NotebookCell } from "../../../kernel/notebook/nbformat.ts";
import { joinText } from "../../../kernel/notebook/nbformat.ts";
import { assignment } from "./assignment.ts";
import { answer, manual, notebook, task, tests, text } from "./cells.ts";

describe("checksum()", () => {
  it("is nbgrader's", () => {
    assert.equal(checksum(tests("foo", "hello")), "09c0f548ca1998df3483ddd7d321166e");
    assert.equal(checksum(answer("foo", "hello")), "e872a0e447bbfeeb4309bbf0813ade9a");
    assert.equal(checksum(manual("foo", "θ", 2.5)), "85453d96a106a83002d9e780547df9df");
  });

  it("takes a source as text or as lines", () => {
    const cell = answer("foo", "a\nb");
    assert.equal(checksum({ ...cell, source: ["a\n", "b"] }), checksum(cell));
  });

  it("refuses a cell without a name", () => {
    assert.throws(() => checksum(text("hello")), /has no grade_id/);
  });
});

describe("pythonFloat()", () => {
  it("spells numbers as Python does", () => {
    const spelled = {
      "1.0": 1,
      "0.5": 0.5,
      "1e-05": 1e-5,
      "0.0001": 1e-4,
      "1e+16": 1e16,
      "123456789012345.0": 123456789012345,
    };
    for (const [wanted, value] of Object.entries(spelled)) assert.equal(pythonFloat(value), wanted);
    assert.equal(pythonFloat(1.5e-7), "1.5e-07");
    assert.equal(pythonFloat(0.00012345), "0.00012345");
  });

  it("loses nothing", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) =>
        Object.is(Number(pythonFloat(value)), value),
      ),
    );
  });
});

describe("gradedCell()", () => {
  const cell = (nbgrader: object): NotebookCell => ({
    cell_type: "code",
    metadata: { nbgrader },
    source: "",
  });

  it("reads the oldest metadata as the newest", () => {
    const old = cell({ grade: true, grade_id: "a", points: "", extra: 1, checksum: "0".repeat(32) });
    assert.deepEqual(gradedCell(old), {
      ...{ schema_version: 3, grade: true, solution: false, locked: false },
      ...{ grade_id: "a", points: 0, checksum: "0".repeat(32), cell_type: "code" },
    });
    assert.equal(gradedCell(cell({ grade: false, grade_id: "a" })), undefined);
    assert.equal(gradedCell(cell({ grade: true, points: -3 }))!.points, 0);
  });

  it("tells what each cell is for", () => {
    assert.deepEqual(assignment().cells.map(cellKind), [
      "plain",
      "read-only",
      "answer",
      "tests",
      "manual answer",
      "task",
    ]);
  });
});

describe("replaceRegions()", () => {
  it("puts an indented stub in the place of each region", () => {
    const { source, found } = replaceRegions("a\n  # BEGIN SOLUTION\nb\n  END SOLUTION!\nc", solutionMarks, [
      "x",
      "y",
    ]);
    assert.deepEqual([source, found], ["a\n  x\n  y\nc", true]);
  });

  it("refuses a region that is nested or does not end", () => {
    assert.throws(
      () => replaceRegions("BEGIN SOLUTION\nBEGIN SOLUTION", solutionMarks),
      /line 2, within the one of line 1/,
    );
    assert.throws(() => replaceRegions("BEGIN SOLUTION", solutionMarks), /does not end/);
  });
});

describe("studentVersion()", () => {
  it("leaves no solution, hidden test or mark scheme, and keeps the hidden ones for grading", () => {
    const { release, full } = studentVersion(assignment());
    const said = JSON.stringify(release);
    for (const secret of ["n * n", "area(3)", "corners", "it is flat"])
      assert.ok(!said.includes(secret), secret);
    assert.match(said, /YOUR ANSWER HERE/);
    assert.match(
      joinText(release.cells[2].source),
      /^function area.*\n {2}\/\/ YOUR CODE HERE\n {2}throw new Error/,
    );
    assert.match(JSON.stringify(full), /area\(3\)/);
    assert.deepEqual(release.cells.slice(1, 5).map(isUnchanged), [true, true, true, true]);
    assert.equal(release.cells[3].metadata["editable"], false);
  });

  it("leaves the teacher's notebook as it was", () => {
    const source = assignment();
    studentVersion(source);
    assert.deepEqual(source, assignment());
  });

  it("refuses what would leak, with the cell", () => {
    const wrong = notebook(text("x"), text("BEGIN SOLUTION\nsecret\nEND SOLUTION"));
    assert.throws(() => studentVersion(wrong), /cell 2 has a solution region, so it must be an answer/);
    assert.throws(
      () => studentVersion(notebook(answer("a", "BEGIN SOLUTION"))),
      /in cell 1, The solution region of line 1/,
    );
    assert.throws(
      () => studentVersion(notebook(answer("a", ""), answer("a", ""))),
      /grade_id a is also that of cell 1/,
    );
    const other = { ...notebook(answer("a", "")), metadata: { kernelspec: { language: "cobol" } } };
    assert.throws(() => studentVersion(other), /in cobol is not known/);
  });
});

describe("metadataProblems()", () => {
  it("names each fault with its cell", () => {
    const faulty = notebook(tests("a b", "x", -1), { ...task("t", ""), cell_type: "code" });
    assert.deepEqual(
      metadataProblems(faulty).map(({ message }) => message),
      [
        "Cell 1 (x): grade_id may have letters, digits, _ and -, got a b",
        "Cell 1 (x): points must be a number from 0, got -1",
        "Cell 2 (empty): a task must be a markdown cell, got code",
      ],
    );
    assert.deepEqual(metadataProblems(assignment()), []);
  });
});
