/** The memory of TensorFlow.js's WebAssembly engine, in which its tensors lie. */
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

/** Bytes that tensors may take: the heap ends at 4 GiB, and the engine needs a little itself. */
export const heapCeiling = 3.75 * 2 ** 30;

/**
 * Makes the engine say when memory runs out; by itself it would write to address 0.
 *
 * @throws {RangeError} From then on, wherever a tensor finds no room.
 */
export function limitHeap(): void {
  const { wasm } = wasmBackend();
  // The first call replaces the function by the program's own.
  wasm._free(wasm._malloc(1));
  const allocate = wasm._malloc;
  wasm._malloc = (bytes) => {
    const address = allocate(bytes) >>> 0;
    if ((address !== 0 || bytes === 0) && address + bytes <= heapCeiling) return address;
    wasm._free(address);
    throw new RangeError(
      `Cannot allocate ${Math.ceil(bytes / 2 ** 20)} MiB: WebAssembly's memory of 4 GiB is full; use smaller batches, pictures or models, or dispose tensors sooner`,
    );
  };
}
