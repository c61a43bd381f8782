/** Kernels written as plain loops over host memory; one source serves every engine whose tensors lie there. */
import { tf } from "../tf.ts";
import { type KernelInputs, replaceKernel } from "./kernel.ts";
import { heapView } from "./wasm-heap.ts";

export interface Operand {
  shape: number[];
  values: Float32Array | Int32Array;
}

/** What a loop needs to know: how large its result is, and how to fill it; the result starts as zeros. */
export interface Loop<Attributes> {
  shape(inputs: Record<string, { shape: number[] }>, attributes: Attributes): number[];
  fill(result: Float32Array, inputs: Record<string, Operand>, attributes: Attributes): void;
}

interface CpuBackend {
  data: { get(id: object): { values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: "float32", values: Float32Array): tf.TensorInfo;
}

/** Registers a loop for plain JavaScript or for WebAssembly. */
export function registerLoop<Attributes>(engine: "cpu" | "wasm", name: string, loop: Loop<Attributes>): void {
  replaceKernel<Attributes>(engine, name, (inputs, attributes) =>
    engine === "cpu" ? onCpu(loop, inputs, attributes) : onHeap(loop, inputs, attributes),
  );
}

function onCpu<Attributes>(
  loop: Loop<Attributes>,
  inputs: KernelInputs,
  attributes: Attributes,
): tf.TensorInfo {
  const backend = tf.backend() as unknown as CpuBackend;
  const shape = loop.shape(inputs, attributes);
  const result = new Float32Array(tf.util.sizeFromShape(shape));
  const values = ({ dataId }: tf.Tensor) => backend.data.get(dataId).values;
  loop.fill(result, operands(inputs, values), attributes);
  return backend.makeTensorInfo(shape, "float32", result);
}

function onHeap<Attributes>(
  loop: Loop<Attributes>,
  inputs: KernelInputs,
  attributes: Attributes,
): tf.TensorInfo {
  // The result is allocated before any view is taken: the heap may move when it grows.
  const result = tf.zeros(loop.shape(inputs, attributes));
  loop.fill(heapView(result) as Float32Array, operands(inputs, heapView), attributes);
  return result;
}

function operands(
  inputs: KernelInputs,
  values: (x: tf.Tensor) => Float32Array | Int32Array,
): Record<string, Operand> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, x]) => [name, { shape: x.shape, values: values(x) }]),
  );
}
