import assert from "node:assert/strict";
import { textWidth } from "../../../lib/viz/text-width.ts";

describe("textWidth()", () => {
  it("is the advance width in the font: 2048 units to an em, a digit 1303, an i 569", () => {
    assert.equal(textWidth("0", { size: 2048 }), 1303);
    assert.equal(textWidth("ii", { size: 2048 }), 1138);
    assert.equal(textWidth("0", { size: 2048, weight: "bold" }), 1425);
  });

  it("grows with the size and is 0 for no text", () => {
    assert.equal(textWidth("", { size: 12 }), 0);
    assert.equal(textWidth("text", { size: 24 }), 2 * textWidth("text", { size: 12 }));
  });
});
