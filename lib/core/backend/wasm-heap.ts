/** The memory of TensorFlow.js's WebAssembly engine, in which its tensors lie. */
import { totalmem } from "node:os";
import { tf } from "../tf.ts";

/** The parts of the engine that we use; they are the same in every 4.x, and the version is pinned. */
interface WasmBackend {
  wasm: {
    HEAPU8: Uint8Array;
    asm: { memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  dataIdMap: { get(id: object): { memoryOffset: number } };
  typedArrayFromHeap(x: tf.TensorInfo): Float32Array | Int32Array;
  makeOutput(shape: number[], dtype: "float32"): tf.TensorInfo;
  write(values: tf.backend_util.BackendValues | null, shape: number[], dtype: tf.DataType): object;
  incRef(id: object): void;
}

export function wasmBackend(): WasmBackend {
  return tf.backend() as unknown as WasmBackend;
}

/** A tensor's values in place; the view is stale once the heap grows. */
export function heapView(x: tf.TensorInfo): Float32Array | Int32Array {
  return wasmBackend().typedArrayFromHeap(x);
}

/** Where a tensor's values begin, in bytes. */
export function addressOf(x: tf.TensorInfo): number {
  return wasmBackend().dataIdMap.get(x.dataId).memoryOffset;
}

/** A float32 tensor whose values are yet to be written. */
export function emptyOnHeap(shape: number[]): tf.TensorInfo {
  return wasmBackend().makeOutput(shape, "float32");
}

/**
 * Bytes that tensors may take: the heap ends at 4 GiB, of which the engine needs a little itself, and a smaller machine
 * or container keeps a quarter of its memory for everything else.
 */
export const heapCeiling = Math.min(
  3.75 * 2 ** 30,
  0.75 * Math.min(totalmem(), process.constrainedMemory() || Infinity),
);

/**
 * Makes the engine say when memory runs out, and what to try; by itself it would write to address 0.
 *
 * @throws {RangeError} From then on, wherever a tensor finds no room.
 */
export function limitHeap(ceiling = heapCeiling): void {
  const backend = wasmBackend();
  const { wasm } = backend;
  // The first call replaces the function by the program's own.
  wasm._free(wasm._malloc(1));
  const allocate = wasm._malloc;
  wasm._malloc = (bytes) => {
    const address = allocate(bytes) >>> 0;
    if ((address !== 0 || bytes === 0) && address + bytes <= ceiling) return address;
    wasm._free(address);
    throw fullError(bytes, ceiling, "use smaller batches, pictures or models");
  };
  const write = backend.write.bind(backend);
  backend.write = (values, shape, dtype) => {
    try {
      return write(values, shape, dtype);
    } catch (error) {
      const bytes = 4 * tf.util.sizeFromShape(shape);
      throw error instanceof RangeError ? fullError(bytes, ceiling, advice(shape)) : error;
    }
  };
}

function fullError(bytes: number, ceiling: number, advice: string): RangeError {
  const full = `WebAssembly's memory of ${(ceiling / 2 ** 30).toFixed(2)} GiB is full`;
  return new RangeError(
    `Cannot allocate ${Math.ceil(bytes / 2 ** 20)} MiB: ${full}; ${advice}, or dispose tensors sooner`,
  );
}

/** Half of what does not fit; the first axis is the batch, and of four the next two are a picture's. */
function advice(shape: number[]): string {
  const half = (size: number) => Math.max(1, size >> 1);
  const tries = shape.length > 1 && shape[0] > 1 ? [`a batch of ${half(shape[0])}`] : [];
  if (shape.length === 4) tries.push(`pictures of ${half(shape[1])} × ${half(shape[2])}`);
  const what = `it was a tensor of shape [${shape.join(", ")}]`;
  return tries.length > 0 ? `${what}, so try ${tries.join(" or ")}` : `${what}, so try a smaller one`;
}
