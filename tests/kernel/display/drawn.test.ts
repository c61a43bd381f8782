import assert from "node:assert/strict";
import { html, json, latex, markdown, png, svg } from "../../../kernel/display/drawn.ts";
import { toBundle } from "../../../kernel/display/index.ts";

const data = (value: unknown) => (toBundle(value) as { data: Record<string, unknown> }).data;

describe("values that show themselves", () => {
  it("html, markdown and latex take text or a template, and are readable as plain text", () => {
    assert.deepEqual(data(html("<b>1</b>")), { "text/html": "<b>1</b>", "text/plain": "<b>1</b>" });
    assert.equal(data(html`<b>${1 + 1}</b>`)["text/html"], "<b>2</b>");
    assert.equal(data(markdown("*x*"))["text/markdown"], "*x*");
    assert.equal(data(latex`$\sqrt{\bar\alpha_t}$`)["text/latex"], "$\\sqrt{\\bar\\alpha_t}$");
  });

  it("svg gives its title as text", () => {
    assert.deepEqual(data(svg("<svg><title>A dot</title></svg>")), {
      "image/svg+xml": "<svg><title>A dot</title></svg>",
      "text/plain": "A dot",
    });
    assert.equal(data(svg("<svg/>"))["text/plain"], "SVG picture");
  });

  it("png takes bytes or base64, a text and a size", () => {
    assert.deepEqual(toBundle(png(new Uint8Array([1, 2, 3]), { alt: "noise", width: 40 })), {
      data: { "image/png": "AQID", "text/plain": "noise" },
      metadata: { "image/png": { width: 40, alt: "noise" } },
    });
    assert.equal(data(png("AQID"))["image/png"], "AQID");
  });

  it("json gives data to unfold", () => {
    assert.deepEqual(data(json({ a: [1] }))["application/json"], { a: [1] });
  });
});
