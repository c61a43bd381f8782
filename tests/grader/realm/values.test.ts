import assert from "node:assert/strict";
import fc from "fast-check";
import { decode, encode } from "../../../grader/realm/values.ts";
import { random } from "../../../lib/index.ts";

const carried = (value: unknown) => decode(JSON.parse(JSON.stringify(encode(value))));

describe("encode() and decode()", () => {
  it("carry data through JSON with every bit", () => {
    const value = {
      numbers: [1, -0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324],
      pixels: Float32Array.of(0.1, Number.NaN),
      part: new Float64Array([1, 2, 3]).subarray(1),
      bytes: Uint8Array.of(1, 255),
      big: 12345678901234567890n,
      nothing: undefined,
      none: null,
      text: "ε",
      $: "a key like ours",
    };
    assert.deepEqual(carried(value), { ...value, part: Float64Array.of(2, 3) });
  });

  it("carry any JSON", () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => assert.deepEqual(carried(value), value)));
  });

  it("carry a generator as it stands", () => {
    const rng = random(7);
    rng.normal(3);
    const copy = carried(rng) as typeof rng;
    assert.deepEqual(copy.normal(5), rng.normal(5));
  });

  it("tell of a promise, and leave functions out", () => {
    assert.ok(carried(Promise.resolve(1)) instanceof Promise);
    assert.deepEqual(carried({ a: 1, f: () => 1 }), { a: 1 });
    assert.throws(() => encode(() => 1), /Cannot hand over a function/);
  });

  it("refuse what goes too deep or is of no known kind", () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    assert.throws(() => encode(loop), /nested more than 12 deep/);
    for (const bad of [
      { $: "constructor", is: "x" },
      { $: "Float64Array", is: "AAA=" },
      { $: "bigint", is: "1e9" },
      { x: 1 },
    ])
      assert.throws(() => decode(bad), /Cannot read/);
  });
});
