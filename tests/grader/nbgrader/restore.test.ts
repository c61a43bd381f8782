import assert from "node:assert/strict";
import { gradedCell } from "../../../grader/nbgrader/cell.ts";
import { checksum } from "../../../grader/nbgrader/checksum.ts";
import { restoreSubmission } from "../../../grader/nbgrader/restore.ts";
import { scoreCell } from "../../../grader/nbgrader/score.ts";
import { studentVersion } from "../../../grader/nbgrader/student-version.ts";
import type { NotebookCell, NotebookOutput } from "../../../kernel/notebook/nbformat.ts";
import { joinText } from "../../../kernel/notebook/nbformat.ts";
import { assignment } from "./assignment.ts";
import { tests } from "./cells.ts";

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

  it("gives no score to a cell without a name, whatever its metadata promise", () => {
    const { notebook: graded, restored } = handedIn((cells) => {
      const { grade_id: _, ...nameless } = gradedCell(tests("x", "", 100))!;
      for (const nbgrader of [
        nameless,
        { ...nameless, grade_id: "" },
        { ...nameless, grade: false, task: true },
      ])
        cells.push({ ...tests("x", "1;"), metadata: { nbgrader } });
    });
    assert.deepEqual(
      graded.cells.flatMap((cell) => scoreCell(cell)?.name ?? []),
      ["area-tests", "why", "draw"],
    );
    assert.deepEqual(
      restored,
      Array(3).fill({ name: undefined, message: "A cell without a name was left out of the scores." }),
    );
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
