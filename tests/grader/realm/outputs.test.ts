import assert from "node:assert/strict";
import { scoreCell } from "../../../grader/nbgrader/score.ts";
import { readOutputs } from "../../../grader/realm/outputs.ts";
import { tests } from "../nbgrader/cells.ts";

describe("readOutputs()", () => {
  const shown = (many: number) =>
    Array.from({ length: many }, (_, at) => ({
      output_type: "display_data",
      data: { "text/plain": `${at}` },
      metadata: {},
    }));
  const error = { output_type: "error", ename: "AssertionError", evalue: "4 !== 5", traceback: [] };
  const result = (said: string) => ({
    ...{ output_type: "execute_result", execution_count: 1 },
    ...{ data: { "text/plain": said }, metadata: {} },
  });

  it("cuts off what a cell shows, but never the error or the result that decides about it", () => {
    assert.deepEqual(readOutputs(shown(500)), shown(100));
    assert.deepEqual(readOutputs([...shown(500), result("1"), ...shown(9), result("2")]), [
      ...shown(100),
      result("2"),
    ]);
    assert.deepEqual(readOutputs([...shown(99), error, result("1"), result("3"), result("2")]), [
      ...shown(99),
      ...[error, result("2")],
    ]);
    for (const many of [99, 100, 101, 5000])
      for (const after of [[], [result("1")], [result("1"), result("2"), ...shown(3)]]) {
        const outputs = readOutputs([...shown(many), error, ...after]);
        assert.equal(scoreCell({ ...tests("t", "", 2), outputs })!.score, 0, `after ${many}`);
        assert.ok(outputs.length <= 102);
      }
  });

  it("leaves out what is no output, and of one what is not known", () => {
    assert.deepEqual(readOutputs("none"), []);
    const odd = [
      null,
      1,
      {},
      { output_type: "widget" },
      { output_type: "stream", name: "x", text: ["a", 1] },
    ];
    assert.deepEqual(readOutputs([...odd, { ...result("1"), data: { "application/x": "no" } }]), [
      { output_type: "stream", name: "stdout", text: "a" },
      { ...result("1"), data: {} },
    ]);
  });
});
