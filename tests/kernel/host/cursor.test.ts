import assert from "node:assert/strict";
import fc from "fast-check";
import { toCodePoints, toUtf16 } from "../../../kernel/host/cursor.ts";

describe("toUtf16() and toCodePoints()", () => {
  it("count an emoji as one code point and two UTF-16 units", () => {
    assert.equal(toUtf16("😀a", 1), 2);
    assert.equal(toUtf16("😀a", 2), 3);
    assert.equal(toCodePoints("😀a", 2), 1);
    assert.equal(toCodePoints("é😀", 3), 2);
  });

  it("stay within the code", () => {
    assert.equal(toUtf16("ab", 9), 2);
    assert.equal(toUtf16("ab", -1), 0);
    assert.equal(toCodePoints("😀", 9), 1);
  });

  it("undo each other at every code point, and agree with the string's own iterator", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (code) => {
        const points = [...code];
        for (let count = 0; count <= points.length; count++) {
          const offset = points.slice(0, count).join("").length;
          assert.equal(toUtf16(code, count), offset);
          assert.equal(toCodePoints(code, offset), count);
        }
      }),
    );
  });
});
