import assert from "node:assert/strict";
import { difference, describe as inWords } from "../../../lib/exercise/difference.ts";

describe("difference()", () => {
  const same: [string, unknown, unknown][] = [
    ["equal numbers", 1, 1],
    ["numbers within the tolerance", 1000.0005, 1000],
    ["NaN and NaN", Number.NaN, Number.NaN],
    ["arrays of other kinds", [1, 2], Float32Array.of(1, 2)],
    ["records", { a: 1, b: [2] }, { a: 1, b: Float64Array.of(2) }],
    ["truths", true, true],
    ["infinity and infinity", [-Infinity], [-Infinity]],
    ["zeros of either sign", -0, 0],
    ["arrays of rows", [[1], [2, 3]], [Float64Array.of(1), [2, 3]]],
  ];
  for (const [name, got, expected] of same)
    it(`is none for ${name}`, () => assert.equal(difference(got, expected, 1e-5), undefined));

  const different: [string, unknown, unknown, string, RegExp][] = [
    [
      "numbers beyond the tolerance",
      1.001,
      1,
      "value",
      /the result is 1 instead of 1|the result is 1\.001? instead of 1/,
    ],
    ["infinity", Infinity, 1, "not finite", /Infinity instead of 1/],
    ["a number for infinity", 5, Infinity, "value", /5 instead of Infinity/],
    ["infinity of the other sign", -Infinity, Infinity, "not finite", /-Infinity instead of Infinity/],
    ["a row too many", [[1], [2], [3]], [[1], [2]], "shape", /an array of 2 items, got \[/],
    ["a text too few", ["a"], ["a", "b"], "shape", /an array of 2 items, got \["a"\]/],
    ["a record for rows", { 0: [1], 1: [2] }, [[1], [2]], "shape", /an array of 2 items, got \{/],
    ["an array for a number", [1], 1, "type", /must be a number, got Array\(1\) \[1\]/],
    [
      "a deep value",
      { a: { b: [1, 3] } },
      { a: { b: [1, 2] } },
      "value",
      /in the field a, in the field b, value 1 is 3/,
    ],
    ["a missing field", {}, { a: 1 }, "shape", /must have the field a/],
    ["a number for a record", 1, { a: 1 }, "type", /must be a record, got 1/],
    ["a truth and a lie", true, false, "value", /true instead of false/],
  ];
  for (const [name, got, expected, kind, message] of different)
    it(`finds ${name}`, () => {
      const found = difference(got, expected, 1e-5);
      assert.equal(found?.kind, kind);
      assert.match(found?.message ?? "", message);
    });

  it("with the tolerance Infinity finds all but values", () => {
    const expected = { rows: [[1, 2]], name: "a", x: Float32Array.of(1) };
    const found = (got: unknown) => difference(got, expected, Infinity)?.kind;
    assert.equal(found({ rows: [[-3, 1e300]], name: "b", x: [7] }), undefined);
    assert.equal(found({ rows: [[3, 4]], name: "b", x: [] }), "shape");
    assert.equal(found({ rows: [[3, 4]], name: 1, x: [7] }), "value");
    assert.equal(found({ rows: [[3, Number.NaN]], name: "a", x: [1] }), "not finite");
    assert.equal(found({ rows: [[3, 4]], name: "a", x: [Infinity] }), "not finite");
  });
});

describe("describe()", () => {
  it("is short for long arrays, records and functions", () => {
    assert.equal(inWords(new Float32Array(99)), "Float32Array(99) [0, 0, 0, 0, 0, 0, …]");
    assert.equal(inWords({ t: 3, x: [1.23456] }), "{ t: 3, x: Array(1) [1.23] }");
    assert.equal(
      inWords(() => 1),
      "a function",
    );
    assert.equal(inWords({ normal: () => 1 }), "rng");
  });
});
