/** Calls an operation of TensorFlow's by its name and attributes. */
import { tf } from "../tf.ts";

/** The parts of the engine that we use; its version is pinned. */
interface TensorflowBackend {
  binding: Record<
    | "TF_ATTR_STRING"
    | "TF_ATTR_INT"
    | "TF_ATTR_FLOAT"
    | "TF_ATTR_BOOL"
    | "TF_ATTR_TYPE"
    | "TF_ATTR_SHAPE"
    | "TF_FLOAT"
    | "TF_INT32",
    number
  >;
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
}

interface Attribute {
  name: string;
  type: number;
  value: unknown;
}

type Value =
  | string
  | boolean
  | number
  | number[]
  | { float: number }
  | { type: "float32" | "int32" }
  | { shape: number[] };

/** Attributes of an operation. Most have their values' type as "T", which is float32 unless given; null leaves it out. */
export type Attributes = Record<string, Value | null>;

/** Calls an operation and gives its results. */
export function callOperation(
  name: string,
  inputs: tf.TensorInfo[],
  attributes: Attributes = {},
  outputs = 1,
): tf.Tensor[] {
  const backend = tf.backend() as unknown as TensorflowBackend;
  const all = Object.entries({ T: { type: "float32" } as const, ...attributes });
  const list = all.flatMap(([name, value]) => (value === null ? [] : [attributeOf(backend, name, value)]));
  return backend.executeMultipleOutputs(name, list, inputs, outputs);
}

function attributeOf({ binding }: TensorflowBackend, name: string, value: Value): Attribute {
  if (typeof value === "string") return { name, type: binding.TF_ATTR_STRING, value };
  if (typeof value === "boolean") return { name, type: binding.TF_ATTR_BOOL, value };
  if (typeof value === "number" || Array.isArray(value)) return { name, type: binding.TF_ATTR_INT, value };
  if ("float" in value) return { name, type: binding.TF_ATTR_FLOAT, value: value.float };
  if ("shape" in value) return { name, type: binding.TF_ATTR_SHAPE, value: value.shape };
  return {
    name,
    type: binding.TF_ATTR_TYPE,
    value: value.type === "int32" ? binding.TF_INT32 : binding.TF_FLOAT,
  };
}
