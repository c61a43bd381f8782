import assert from "node:assert/strict";
import fc from "fast-check";
import { cellKind, gradedCell } from "../../../grader/nbgrader/cell.ts";
import { checksum, isUnchanged, pythonFloat } from "../../../grader/nbgrader/checksum.ts";
import { metadataProblems } from "../../../grader/nbgrader/problems.ts";
import { regionText, replaceRegions, solutionMarks } from "../../../grader/nbgrader/region.ts";
import { restoreSubmission } from "../../../grader/nbgrader/restore.ts";
import { scoreCell } from "../../../grader/nbgrader/score.ts";
import { studentVersion } from "../../../grader/nbgrader/student-version.ts";
import type { NotebookCell, NotebookOutput } from "../../../kernel/notebook/nbformat.ts";
import { joinText } from "../../../kernel/notebook/nbformat.ts";
import { answer, manual, notebook, readOnly, task, tests, text } from "./cells.ts";

const assignment = () =>
  notebook(
    text("# Lesson"),
    readOnly("given", "const side = 8;"),
    answer("area", "function area(n: number) {\n  // BEGIN SOLUTION\n  return n * n;\n  // END SOLUTION\n}"),
    tests(
      "area-tests",
      "assert(area(2) === 4);\n// BEGIN HIDDEN TESTS\nassert(area(3) === 9);\n// END HIDDEN TESTS",
    ),
    manual("why", "Because it is flat."),
    task("draw", "Draw it.\n<!-- BEGIN MARK SCHEME -->\nTwo points for corners.\n<!-- END MARK SCHEME -->"),
  );

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
    assert.equal(regionText("a\nBEGIN SOLUTION\nb\nEND SOLUTION\nc", solutionMarks), "b");
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

describe("restoreSubmission()", () => {
  const { release, full } = studentVersion(assignment());
  const handedIn = (change: (cells: NotebookCell[]) => void) => {
    const submitted = structuredClone(release);
    change(submitted.cells);
    return restoreSubmission(submitted, { full, release });
  };
  const byName = (cells: NotebookCell[], name: string) =>
    cells.filter((cell) => gradedCell(cell)?.grade_id === name);

  it("keeps the student's answers and brings the hidden tests back", () => {
    const { notebook: graded, restored } = handedIn((cells) => {
      cells[2].source = "const area = (n: number) => n ** 2;";
    });
    assert.deepEqual(restored, []);
    assert.equal(graded.cells[2].source, "const area = (n: number) => n ** 2;");
    assert.match(joinText(graded.cells[3].source), /area\(3\)/);
  });

  it("puts back tests that were changed, weakened or deleted", () => {
    const { notebook: graded, restored } = handedIn((cells) => {
      cells[3].source = "true";
      (cells[3].metadata["nbgrader"] as { points: number }).points = 100;
      cells.splice(1, 1);
    });
    assert.match(joinText(byName(graded.cells, "area-tests")[0].source), /area\(3\)/);
    assert.equal(gradedCell(byName(graded.cells, "area-tests")[0])!.points, 1);
    assert.equal(byName(graded.cells, "given").length, 1);
    assert.deepEqual(restored.map(({ name }) => name).sort(), ["area-tests", "area-tests", "given"]);
  });

  it("counts the last of several cells with one name, and none of its own making", () => {
    const { notebook: graded, restored } = handedIn((cells) => {
      cells.unshift({ ...structuredClone(cells[2]), source: "first" });
      cells.push(tests("bonus", "0", 50));
    });
    assert.equal(byName(graded.cells, "area").length, 1);
    assert.match(joinText(byName(graded.cells, "area")[0].source), /YOUR CODE HERE/);
    assert.equal(byName(graded.cells, "bonus").length, 0);
    assert.equal(restored.length, 2);
  });

  it("is not misled by a checksum that fits what was changed", () => {
    const { notebook: graded, restored } = handedIn((cells) => {
      for (const [at, source] of [
        [3, "true"],
        [4, "My own words."],
      ] as const) {
        cells[at].source = source;
        (cells[at].metadata["nbgrader"] as { checksum: string }).checksum = checksum(cells[at]);
      }
    });
    assert.match(joinText(graded.cells[3].source), /area\(3\)/);
    assert.deepEqual(
      restored.map(({ message }) => message),
      ["The text of the locked cell area-tests was changed and put back."],
    );
    // By its own checksum the answer would count as not written, or one that was not written as an answer.
    assert.equal(scoreCell(graded.cells[4])!.score, undefined);
    const { notebook: untouched } = handedIn((cells) => {
      (cells[4].metadata["nbgrader"] as { checksum: string }).checksum = "0".repeat(32);
    });
    assert.equal(scoreCell(untouched.cells[4])!.score, 0);
  });

  it("makes one whole cell again of tests that were split, with or without their name", () => {
    for (const isNamed of [true, false]) {
      const { notebook: graded, restored } = handedIn((cells) => {
        const half = structuredClone(cells[3]);
        half.source = "true";
        if (!isNamed) half.metadata = {};
        cells.splice(4, 0, half);
      });
      const named = byName(graded.cells, "area-tests");
      assert.equal(named.length, 1);
      assert.match(joinText(named[0].source), /area\(3\)/);
      assert.equal(restored.length > 0, isNamed);
    }
  });

  it("takes no output of the student's", () => {
    const forged: NotebookOutput = {
      output_type: "execute_result",
      execution_count: 1,
      data: { "text/plain": "1" },
      metadata: {},
    };
    const { notebook: graded } = handedIn((cells) => {
      cells[3].outputs = [forged];
    });
    assert.deepEqual(graded.cells[3].outputs, []);
  });
});

describe("scoreCell()", () => {
  const result = (said: string): NotebookOutput => ({
    output_type: "execute_result",
    execution_count: 1,
    data: { "text/plain": said },
    metadata: {},
  });
  const error: NotebookOutput = {
    output_type: "error",
    ename: "AssertionError",
    evalue: "4 !== 5",
    traceback: [],
  };
  const stderr: NotebookOutput = { output_type: "stream", name: "stderr", text: "careful" };
  const scored = (...outputs: NotebookOutput[]) => scoreCell({ ...tests("t", "", 2), outputs })!.score;

  it("gives all points for nothing, the number for a number, and 0 for an error", () => {
    assert.equal(scored(), 2);
    assert.equal(scored(stderr), 2);
    assert.equal(scored(result("0.5")), 0.5);
    assert.equal(scored(error), 0);
  });

  it("lets an error win over a number that came before it", () => {
    assert.equal(scored(result("2"), error), 0);
  });

  it("leaves what is no number of points to a person", () => {
    for (const odd of [
      "\x1b[33m0.5\x1b[39m",
      "undefined",
      "NaN",
      "-1",
      "1n",
      "Infinity",
      "3",
      "0x1",
      "",
      "1 1",
    ])
      assert.equal(scored(result(odd)), undefined, odd);
  });

  it("gives 0 for an answer in words that was not touched", () => {
    const { release } = studentVersion(assignment());
    assert.equal(scoreCell(release.cells[4])!.score, 0);
    assert.equal(scoreCell({ ...release.cells[4], source: "It is." })!.score, undefined);
    assert.equal(scoreCell(release.cells[0]), undefined);
  });
});
