import assert from "node:assert/strict";
import fc from "fast-check";
import { memoryHistory, selectHistory } from "../../../kernel/host/history.ts";

const entries = [
  { session: 5, line: 1, input: "let a = 1", output: null },
  { session: 5, line: 2, input: "a", output: "1" },
  { session: 7, line: 3, input: "let b = [2]\nb", output: "[ 2 ]" },
  { session: 7, line: 4, input: "a", output: "1" },
];
const lines = (content: Record<string, unknown>) =>
  selectHistory(entries, content, 7).map(([, line]) => line);

describe("selectHistory()", () => {
  it("gives the last n for tail", () => {
    assert.deepEqual(lines({ hist_access_type: "tail", n: 2 }), [3, 4]);
    assert.deepEqual(lines({ hist_access_type: "tail", n: 0 }), []);
    assert.deepEqual(lines({ hist_access_type: "tail", n: 99 }), [1, 2, 3, 4]);
  });

  it("gives the lines from start up to stop of a session for range", () => {
    assert.deepEqual(lines({ hist_access_type: "range", session: 0, start: 2, stop: 4 }), [3]);
    assert.deepEqual(lines({ hist_access_type: "range", session: 5, start: 2, stop: null }), [2]);
    assert.deepEqual(lines({ hist_access_type: "range", session: 6 }), []);
  });

  it("counts sessions backwards from this one for range", () => {
    assert.deepEqual(lines({ hist_access_type: "range", session: -1, start: 1, stop: 9 }), [1, 2]);
    assert.deepEqual(lines({ hist_access_type: "range", session: -2 }), []);
    const [row] = selectHistory(entries, { hist_access_type: "range", session: -1 }, 9);
    assert.equal(row[0], 7);
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
    assert.deepEqual(selectHistory(entries, content, 7), [
      [7, 3, ["let b = [2]\nb", "[ 2 ]"]],
      [7, 4, ["a", "1"]],
    ]);
  });

  it("matches as a regular expression would", () => {
    const letters = fc.array(fc.constantFrom("a", "b"), { maxLength: 12 }).map((parts) => parts.join(""));
    const glob = fc
      .array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 8 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(letters, glob, (input, pattern) => {
        const asked = { hist_access_type: "search", pattern };
        const found = selectHistory([{ session: 1, line: 1, input, output: null }], asked, 1);
        const expression = pattern.replace(/\*+/g, ".*").replaceAll("?", ".");
        assert.equal(found.length === 1, new RegExp(`^${expression}$`).test(input));
      }),
    );
  });

  it("answers a pattern that would stall a regular expression", () => {
    const stall = [{ session: 1, line: 1, input: "a".repeat(20_000), output: null }];
    const start = performance.now();
    assert.deepEqual(
      selectHistory(stall, { hist_access_type: "search", pattern: `${"*a".repeat(30)}b` }, 1),
      [],
    );
    assert(performance.now() - start < 5000);
  });

  it("refuses a way that it does not know", () => {
    assert.throws(() => selectHistory(entries, { hist_access_type: "head" }, 7), {
      name: "RangeError",
      message: "Cannot answer: hist_access_type must be tail, range or search, got head",
    });
  });
});

describe("memoryHistory()", () => {
  it("keeps the newest thousand cells, and half a million characters", async () => {
    const history = memoryHistory();
    for (let line = 1; line <= 1001; line++) history.add({ line, input: "x", output: null });
    const lines = async () => (await history.entries()).map(({ line }) => line);
    assert.deepEqual([(await lines())[0], (await lines()).length], [2, 1000]);
    history.add({ line: 1002, input: "a".repeat(499_000), output: "b".repeat(999) });
    assert.deepEqual(await lines(), [1001, 1002]);
  });
});
