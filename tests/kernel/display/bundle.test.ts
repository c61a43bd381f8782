import assert from "node:assert/strict";
import * as fc from "fast-check";
import { displaySymbol, toBundle } from "../../../kernel/display/index.ts";

const drawn = (drawing: unknown) => ({ [Symbol.for("Jupyter.display")]: () => drawing });

describe("toBundle", () => {
  it("describes plain values as Node does, without colours", () => {
    assert.deepEqual(toBundle({ a: 1, b: "x" }), {
      data: { "text/plain": "{ a: 1, b: 'x' }" },
      metadata: {},
    });
    assert.deepEqual(toBundle(0.5), { data: { "text/plain": "0.5" }, metadata: {} });
  });

  it("bounds depth, length of lists and length of text", () => {
    const endless: Record<string, unknown> = {};
    endless.self = { deeper: { deeper: { deeper: { deeper: { deeper: { end: 1 } } } } } };
    const text = (value: unknown) => (toBundle(value) as { data: Record<string, string> }).data["text/plain"];
    assert.match(text(endless), /\[Object\]/);
    assert.match(text(new Float32Array(1e6)), /999900 more items/);
    const rows = Array.from({ length: 100 }, () => "y".repeat(1000));
    assert.ok(text(rows).length < 20_100);
    assert.match(text(rows), /more characters$/);
  });

  it("never throws and always has text, for anything at all", () => {
    const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true });
    const hasText = fc.property(anything, (value) => {
      const bundle = toBundle(value) as { data: Record<string, unknown> };
      assert.equal(typeof bundle.data["text/plain"], "string");
    });
    void fc.assert(hasText);
  });

  it("takes what a value draws of itself, with its metadata", () => {
    const value = drawn({
      "image/svg+xml": "<svg/>",
      "text/plain": "x",
      metadata: { "image/svg+xml": { width: 3 } },
    });
    assert.deepEqual(toBundle(value), {
      data: { "image/svg+xml": "<svg/>", "text/plain": "x" },
      metadata: { "image/svg+xml": { width: 3 } },
    });
  });

  it("calls the method on the value, also of a class and of a function", () => {
    class Dot {
      size = 7;
      [displaySymbol]() {
        return { "text/plain": `dot ${this.size}` };
      }
    }
    assert.deepEqual((toBundle(new Dot()) as { data: unknown }).data, { "text/plain": "dot 7" });
    const callable = Object.assign(() => 0, drawn({ "text/plain": "f" }));
    assert.deepEqual((toBundle(callable) as { data: unknown }).data, { "text/plain": "f" });
  });

  it("turns bytes of pictures into base64 and bytes of text types into text", () => {
    const bytes = new Uint8Array([0, 1, 250, 251]).subarray(1);
    const svg = new TextEncoder().encode("<svg>é</svg>");
    assert.deepEqual(
      (toBundle(drawn({ "image/png": bytes, "image/svg+xml": svg })) as { data: unknown }).data,
      {
        "image/png": Buffer.from([1, 250, 251]).toString("base64"),
        "image/svg+xml": "<svg>é</svg>",
      },
    );
  });

  it("waits for a value that draws itself asynchronously", async () => {
    const bundle = toBundle(drawn(Promise.resolve({ "text/plain": "late" })));
    assert.ok(bundle instanceof Promise);
    assert.deepEqual((await bundle).data, { "text/plain": "late" });
  });

  it("shows the failure of a value's own method, thrown, rejected or returned", async () => {
    class Broken {
      [displaySymbol](): never {
        throw new RangeError("no data");
      }
    }
    const expected = "Cannot draw this Broken: its own display method failed: RangeError: no data";
    assert.deepEqual((toBundle(new Broken()) as { data: unknown }).data, { "text/plain": expected });
    const late = await toBundle(drawn(Promise.reject(new Error("later"))));
    assert.match(String(late.data["text/plain"]), /failed: Error: later$/);
    for (const wrong of [undefined, "text", 3, {}, { png: "x" }])
      assert.match(
        String((await toBundle(drawn(wrong))).data["text/plain"]),
        /must return MIME type → content/,
      );
  });

  it("shows an object whose getters throw", () => {
    const trap = new Proxy({}, { get: () => assert.fail("touched"), has: () => assert.fail("touched") });
    assert.match(
      String((toBundle(trap) as { data: Record<string, unknown> }).data["text/plain"]),
      /Cannot draw/,
    );
  });
});
