import assert from "node:assert/strict";
import fc from "fast-check";
import { selectHistory } from "../../../kernel/host/history.ts";

const entries = [
  { line: 1, input: "let a = 1", output: null },
  { line: 2, input: "a", output: "1" },
  { line: 3, input: "let b = [2]\nb", output: "[ 2 ]" },
  { line: 4, input: "a", output: "1" },
];
const lines = (content: Record<string, unknown>) => selectHistory(entries, content).map(([, line]) => line);

describe("selectHistory()", () => {
  it("gives the last n for tail", () => {
    assert.deepEqual(lines({ hist_access_type: "tail", n: 2 }), [3, 4]);
    assert.deepEqual(lines({ hist_access_type: "tail", n: 0 }), []);
    assert.deepEqual(lines({ hist_access_type: "tail", n: 99 }), [1, 2, 3, 4]);
  });

  it("gives the lines from start up to stop for range", () => {
    assert.deepEqual(lines({ hist_access_type: "range", session: 0, start: 2, stop: 4 }), [2, 3]);
    assert.deepEqual(lines({ hist_access_type: "range", session: 1, start: 3, stop: null }), [3, 4]);
    assert.deepEqual(lines({ hist_access_type: "range", session: -1, start: 1, stop: 9 }), []);
  });

  it("finds whole inputs with * and ? for search", () => {
    assert.deepEqual(lines({ hist_access_type: "search", pattern: "let*" }), [1, 3]);
    assert.deepEqual(lines({ hist_access_type: "search", pattern: "?" }), [2, 4]);
    assert.deepEqual(lines({ hist_access_type: "search", pattern: "*[2]*b" }), [3]);
    assert.deepEqual(lines({ hist_access_type: "search", pattern: "a", n: 1 }), [4]);
    assert.deepEqual(lines({ hist_access_type: "search", pattern: "let" }), []);
  });

  it("gives the newest of equal inputs for unique", () => {
    assert.deepEqual(lines({ hist_access_type: "search", pattern: "*", unique: true }), [1, 3, 4]);
  });

  it("pairs the input with the output when asked", () => {
    const content = { hist_access_type: "tail", n: 2, output: true };
    assert.deepEqual(selectHistory(entries, content), [
      [1, 3, ["let b = [2]\nb", "[ 2 ]"]],
      [1, 4, ["a", "1"]],
    ]);
  });

  it("matches as a regular expression would", () => {
    const letters = fc.array(fc.constantFrom("a", "b"), { maxLength: 12 }).map((parts) => parts.join(""));
    const glob = fc
      .array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 8 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(letters, glob, (input, pattern) => {
        const found = selectHistory([{ line: 1, input, output: null }], {
          hist_access_type: "search",
          pattern,
        });
        const expression = pattern.replace(/\*+/g, ".*").replaceAll("?", ".");
        assert.equal(found.length === 1, new RegExp(`^${expression}$`).test(input));
      }),
    );
  });

  it("answers a pattern that would stall a regular expression", () => {
    const stall = [{ line: 1, input: "a".repeat(20_000), output: null }];
    const start = performance.now();
    assert.deepEqual(
      selectHistory(stall, { hist_access_type: "search", pattern: `${"*a".repeat(30)}b` }),
      [],
    );
    assert(performance.now() - start < 5000);
  });

  it("refuses a way that it does not know", () => {
    assert.throws(() => selectHistory(entries, { hist_access_type: "head" }), {
      name: "RangeError",
      message: "Cannot answer: hist_access_type must be tail, range or search, got head",
    });
  });
});
