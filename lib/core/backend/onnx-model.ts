/** Writes models in ONNX's format, which is a protobuf message; field numbers are those of onnx.proto. */

/** One operation of a graph. */
export interface OnnxNode {
  operation: string;
  /** The set that the operation belongs to. Default: ONNX's own. */
  domain?: string;
  inputs: string[];
  outputs: string[];
  /** Whole numbers, numbers with `{ float }`, lists of whole numbers. */
  attributes?: Record<string, number | number[] | { float: number }>;
}

/** A tensor of 32-bit floats by its name; an axis is a length, or a name where any length will do. */
export interface OnnxValue {
  name: string;
  shape: (number | string)[];
}

export interface OnnxGraph {
  nodes: OnnxNode[];
  inputs: OnnxValue[];
  outputs: OnnxValue[];
  /** Tensors whose values are part of the model. */
  constants?: { name: string; shape: number[]; values: Float32Array }[];
  /** Versions of the sets of operations, by domain. Default: ONNX's 17 and Microsoft's 1. */
  versions?: Record<string, number>;
}

type Bytes = Uint8Array;

/** The model as bytes that an ONNX runtime loads. */
export function onnxModel(graph: OnnxGraph): Uint8Array {
  const { nodes, inputs, outputs, constants = [], versions = { "": 17, "com.microsoft": 1 } } = graph;
  const body = join(
    ...nodes.map((node) => message(1, nodeBytes(node))),
    text(2, "graph"),
    ...constants.map((constant) => message(5, constantBytes(constant))),
    ...inputs.map((value) => message(11, valueBytes(value))),
    ...outputs.map((value) => message(12, valueBytes(value))),
  );
  const sets = Object.entries(versions).map(([domain, version]) =>
    message(8, join(text(1, domain), whole(2, version))),
  );
  const formatVersion = 8;
  return join(whole(1, formatVersion), message(7, body), ...sets);
}

function nodeBytes({ operation, domain, inputs, outputs, attributes = {} }: OnnxNode): Bytes {
  return join(
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operation),
    ...Object.entries(attributes).map((attribute) => message(5, attributeBytes(...attribute))),
    ...(domain ? [text(7, domain)] : []),
  );
}

/** Kinds of attributes in onnx.proto. */
const kind = { float: 1, whole: 2, wholes: 7 };

function attributeBytes(name: string, value: number | number[] | { float: number }): Bytes {
  if (typeof value === "number") return join(text(1, name), whole(3, value), whole(20, kind.whole));
  if (Array.isArray(value))
    return join(text(1, name), ...value.map((item) => whole(8, item)), whole(20, kind.wholes));
  return join(text(1, name), float(2, value.float), whole(20, kind.float));
}

const float32 = 1;

function valueBytes({ name, shape }: OnnxValue): Bytes {
  const axes = shape.map((size) => message(1, typeof size === "number" ? whole(1, size) : text(2, size)));
  const type = message(1, join(whole(1, float32), message(2, join(...axes))));
  return join(text(1, name), message(2, type));
}

function constantBytes({
  name,
  shape,
  values,
}: {
  name: string;
  shape: number[];
  values: Float32Array;
}): Bytes {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return join(...shape.map((size) => whole(1, size)), whole(2, float32), text(8, name), message(9, raw));
}

/** Kinds of fields on the wire: a number of 7 bits a byte, bytes with their length, 4 bytes. */
const wire = { varint: 0, bytes: 2, four: 5 };

function message(field: number, content: Bytes): Bytes {
  return join(varint(field * 8 + wire.bytes), varint(content.length), content);
}

function text(field: number, content: string): Bytes {
  return message(field, new TextEncoder().encode(content));
}

function whole(field: number, value: number): Bytes {
  return join(varint(field * 8 + wire.varint), varint(value));
}

function float(field: number, value: number): Bytes {
  return join(varint(field * 8 + wire.four), new Uint8Array(Float32Array.of(value).buffer));
}

/** Seven bits a byte, the lowest first; a negative number is one of 64 bits. */
function varint(value: number): Bytes {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    if (rest < 128n) return Uint8Array.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 127n) | 128);
  }
}

function join(...parts: Bytes[]): Bytes {
  return new Uint8Array(Buffer.concat(parts));
}
