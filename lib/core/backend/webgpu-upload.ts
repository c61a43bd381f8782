/** Values on their way to the card: TensorFlow.js makes and destroys a mapped buffer for each tensor, WebGPU has a queue for it. */
import { tf } from "../tf.ts";

interface TensorData {
  values?: ArrayLike<number> | null;
  resource?: object | null;
  dtype: string;
  shape: number[];
}

/** The parts of TensorFlow.js's engine that take part. */
interface UploadingBackend {
  tensorMap: { get(id: object): TensorData };
  bufferManager: { acquireBuffer(bytes: number, usage: number): object };
  queue: {
    writeBuffer(buffer: object, at: number, from: ArrayBufferLike, start: number, bytes: number): void;
  };
  uploadToGPU(id: object): void;
}

/** WebGPU's STORAGE, COPY_SRC and COPY_DST, as TensorFlow.js asks for each tensor. */
const usage = 0x80 | 0x04 | 0x08;

const changed = new WeakSet<object>();

/**
 * Writes the values of tensors through the queue of the engine in use.
 *
 * A training step uploads a thousand scalars, and a mapped buffer costs some cards a millisecond to free. The queue writes
 * before what is submitted later, and no buffer is free while a recorded command still waits for it.
 */
export function uploadByQueue(): void {
  const backend = tf.backend() as unknown as UploadingBackend;
  if (changed.has(backend)) return;
  changed.add(backend);
  const upload = backend.uploadToGPU.bind(backend);
  backend.uploadToGPU = (id) => {
    const data = backend.tensorMap.get(id);
    const words = data.resource == null && data.values ? asWords(data.values, data.dtype) : undefined;
    if (!words || words.length === 0) return upload(id);
    const buffer = backend.bufferManager.acquireBuffer(words.byteLength, usage);
    backend.queue.writeBuffer(buffer, 0, words.buffer, words.byteOffset, words.byteLength);
    data.values = null;
    data.resource = buffer;
  };
}

/** Values as the card holds them; undefined for kinds that this way does not know. */
function asWords(values: ArrayLike<number>, dtype: string): Float32Array | Int32Array | undefined {
  if (dtype === "float32") return values instanceof Float32Array ? values : Float32Array.from(values);
  if (dtype === "int32" || dtype === "bool")
    return values instanceof Int32Array ? values : Int32Array.from(values);
  return undefined;
}
