import assert from "node:assert/strict";
import * as fc from "fast-check";
import { pack, unpack } from "../../../kernel/widgets/wire.ts";

const noWidget = (_: object): _ is { id: string } => false;

describe("pack", () => {
  it("leaves a gap in a record and null in a list where bytes were", () => {
    const bytes = new Uint8Array([1]);
    assert.deepEqual(pack({ a: bytes, b: [0, bytes], c: { d: bytes, e: 1 } }, noWidget), {
      state: { b: [0, null], c: { e: 1 } },
      buffer_paths: [["a"], ["b", 1], ["c", "d"]],
      buffers: [bytes, bytes, bytes],
    });
  });

  it("is undone by unpack, for any state of plain data and bytes", () => {
    const leaf = fc.oneof(
      fc.uint8Array(),
      fc.double({ noNaN: true, noDefaultInfinity: true }), // JSON has no other numbers
      fc.string(),
      fc.boolean(),
      fc.constant(null),
    );
    const key = fc.string().filter((text) => text !== "__proto__");
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("value")),
        fc.dictionary(key, tie("value"), { noNullPrototype: true }),
      ),
    }));
    void fc.assert(
      fc.property(fc.dictionary(key, value, { noNullPrototype: true }), (state) => {
        const packed = pack(state, noWidget);
        const { buffers, ...json } = packed;
        assert.deepEqual(
          unpack({ ...JSON.parse(JSON.stringify(json)), buffers }, () => undefined),
          normal(state),
        );
      }),
    );
  });

  it("names widgets by reference and finds them again", () => {
    const child = { id: "abc" };
    const packed = pack({ children: [child] }, (value): value is typeof child => value === child);
    assert.deepEqual(packed.state, { children: ["IPY_MODEL_abc"] });
    assert.deepEqual(
      unpack(packed, (id) => (id === "abc" ? child : undefined)),
      { children: [child] },
    );
    assert.deepEqual(
      unpack(packed, () => undefined),
      { children: ["IPY_MODEL_abc"] },
    );
  });
});

/** JSON has no negative zero. */
function normal(value: unknown): unknown {
  if (value === 0) return 0;
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(normal);
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, normal(element)]));
}
