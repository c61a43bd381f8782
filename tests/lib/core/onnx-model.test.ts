import assert from "node:assert/strict";
import { onnxModel } from "../../../lib/core/backend/onnx-model.ts";

/** A protobuf message as [field, content] pairs: a number, four bytes as a float, or bytes. */
function fields(bytes: Uint8Array): [number, bigint | number | Uint8Array][] {
  const found: [number, bigint | number | Uint8Array][] = [];
  let at = 0;
  const varint = () => {
    for (let value = 0n, shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const [field, kind] = [key >> 3, key & 7];
    if (kind === 0) found.push([field, varint()]);
    else {
      const length = kind === 5 ? 4 : Number(varint());
      const content = bytes.slice(at, at + length);
      found.push([field, kind === 5 ? new DataView(content.buffer).getFloat32(0, true) : content]);
      at += length;
    }
  }
  return found;
}

const only = (bytes: Uint8Array, field: number) => fields(bytes).filter(([number]) => number === field);
const bytesOf = (bytes: Uint8Array, field: number) =>
  only(bytes, field).map(([, content]) => content as Uint8Array);
const textOf = (bytes: Uint8Array, field: number) =>
  bytesOf(bytes, field).map((content) => Buffer.from(content).toString());

describe("onnxModel()", () => {
  const model = onnxModel({
    nodes: [
      {
        operation: "Conv",
        inputs: ["x", "w"],
        outputs: ["y"],
        attributes: { axis: -1, group: 300, pads: [1, 0], alpha: { float: 0.5 } },
      },
    ],
    inputs: [{ name: "x", shape: ["batch", 3] }],
    outputs: [{ name: "y", shape: [7] }],
    constants: [{ name: "w", shape: [2, 1], values: Float32Array.of(1, -2) }],
  });
  const [graph] = bytesOf(model, 7) as [Uint8Array];
  const [node] = bytesOf(graph, 1) as [Uint8Array];

  it("names the format, the sets of operations and the graph's values", () => {
    assert.deepEqual(only(model, 1), [[1, 8n]]);
    assert.deepEqual(
      bytesOf(model, 8).map((set) => [...textOf(set, 1), ...only(set, 2).map(([, version]) => version)]),
      [
        ["", 17n],
        ["com.microsoft", 1n],
      ],
    );
    assert.deepEqual([textOf(node, 4), textOf(node, 1), textOf(node, 2)], [["Conv"], ["x", "w"], ["y"]]);
    assert.deepEqual(
      [11, 12].flatMap((field) => bytesOf(graph, field).flatMap((value) => textOf(value, 1))),
      ["x", "y"],
    );
  });

  it("writes negative and large numbers, lists and floats as attributes of their kind", () => {
    const attributes = bytesOf(node, 5).map((content) => fields(content).slice(1));
    assert.deepEqual(attributes, [
      [
        [3, 2n ** 64n - 1n],
        [20, 2n],
      ],
      [
        [3, 300n],
        [20, 2n],
      ],
      [
        [8, 1n],
        [8, 0n],
        [20, 7n],
      ],
      [
        [2, 0.5],
        [20, 1n],
      ],
    ]);
  });

  it("keeps the values of constants", () => {
    const [constant] = bytesOf(graph, 5) as [Uint8Array];
    assert.deepEqual([only(constant, 1).map(([, size]) => size), textOf(constant, 8)], [[2n, 1n], ["w"]]);
    const [raw] = bytesOf(constant, 9) as [Uint8Array];
    assert.deepEqual([...new Float32Array(raw.slice().buffer)], [1, -2]);
  });
});
