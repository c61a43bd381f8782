/** Files of tensors in the safetensors format, read and written one tensor at a time. */
import { readSync } from "node:fs";
import { type FileHandle, mkdtemp, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { show } from "./check.ts";
import { type Dtype, dtypeOf, fits, formatOf, type NumberArray } from "./dtypes.ts";
import { sizeOf } from "./like.ts";
import {
  encodeHeader,
  longestHeader,
  parseHeader,
  place,
  type SafetensorsHeader,
} from "./safetensors-header.ts";

/** A tensor as a file holds it, on the host. */
export interface SavedTensor {
  /** The format in the file. */
  dtype: Dtype;
  shape: number[];
  /** Its values in row order. Formats of 8 and 16 bits for floats are widened to float32, which holds them exactly. */
  data: NumberArray;
}

/** One of so many equal parts that lie one after the other along a tensor's first axis. */
export interface TensorPart {
  index: number;
  count: number;
}

/** A file that is open for reading. */
export interface SafetensorsFile extends SafetensorsHeader {
  /**
   * Reads one tensor.
   *
   * @throws {RangeError} If the file holds no tensor of this name.
   */
  read(name: string): Promise<SavedTensor>;
  /** Reads one tensor, or a part of it, at once, while everything else waits: for what must not be interrupted. */
  readNow(name: string, part?: TensorPart): SavedTensor;
  close(): Promise<void>;
}

/** A tensor to be written. */
export interface TensorToSave {
  shape: readonly number[];
  /** Its values in row order, or what makes them when their turn comes, so that no two need be in memory. */
  data: NumberArray | (() => Promise<NumberArray>);
  /** The format in the file; "F16" and "BF16" round float32 values. Default: that of `data`; "F32" if it is made later. */
  dtype?: Dtype;
}

/**
 * Opens a safetensors file. Only its header is read; each tensor is read when it is asked for.
 *
 * The header is checked before anything is believed: its length, its JSON, each tensor's format, shape and place. So a
 * broken or hostile file is refused with the reason, and never takes more memory than its own size.
 *
 * @throws {SyntaxError} `Cannot read model.safetensors: tensor "a" needs 24 bytes for F32 [2, 3], but has 20`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { openSafetensors, writeSafetensors } from "noisebook";
 *
 * const folder = await mkdtemp("/tmp/example-");
 * const path = `${folder}/two.safetensors`;
 * await writeSafetensors(path, { weight: { shape: [2, 1], data: Float32Array.of(1, 2) } }, { made: "here" });
 * const file = await openSafetensors(path);
 * assert.deepEqual([...file.tensors.keys()], ["weight"]);
 * assert.deepEqual(await file.read("weight"), { dtype: "F32", shape: [2, 1], data: Float32Array.of(1, 2) });
 * await file.close();
 * await rm(folder, { recursive: true });
 * ```
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const handle = await open(path, "r");
  try {
    const { header, start } = await readHeader(handle);
    return {
      ...header,
      read: (name) => readTensor(handle, name, { path, header, start }),
      readNow: (name, part) => readTensorNow(handle.fd, name, { path, header, start, part }),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw named(error, path);
  }
}

/**
 * Writes tensors to a safetensors file, which appears complete or not at all: it is written beside its place and renamed.
 *
 * @param tensors By name; they are written widest numbers first, then by name, as Python's library does.
 * @param metadata Texts about the file.
 * @throws {RangeError} If a tensor's values do not fit its shape or format; no file is left behind.
 *
 * @example See `openSafetensors`.
 */
export async function writeSafetensors(
  path: string,
  tensors: Readonly<Record<string, TensorToSave>>,
  metadata: Record<string, string> = {},
): Promise<void> {
  if (Object.hasOwn(tensors, "__metadata__"))
    throw new RangeError(`Cannot write ${path}: "__metadata__" is no name for a tensor, the format keeps it`);
  const placed = place(
    Object.entries(tensors).map(([name, { shape, data, dtype }]) => [
      name,
      { shape: [...shape], dtype: dtype ?? (typeof data === "function" ? "F32" : dtypeOf(data)) },
    ]),
  );
  const folder = await mkdtemp(join(dirname(path), ".saving-"));
  try {
    const draft = join(folder, basename(path));
    const file = await open(draft, "wx");
    try {
      const header = encodeHeader({ metadata, tensors: placed });
      const length = new BigUint64Array([BigInt(header.length)]);
      await file.writeFile(new Uint8Array(length.buffer));
      await file.writeFile(header);
      for (const [name, { shape, dtype }] of placed) {
        const { data } = tensors[name];
        const values = typeof data === "function" ? await data() : data;
        await file.writeFile(encode(values, { path, name, shape, dtype }));
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readHeader(handle: FileHandle): Promise<{ header: SafetensorsHeader; start: number }> {
  const { size } = await handle.stat();
  if (size < 8) throw new SyntaxError(`it has ${size} bytes, fewer than the 8 of a header's length`);
  const length = Number(new BigUint64Array(await readBytes(handle, 0, 8))[0]);
  if (length > longestHeader || length > size - 8)
    throw new SyntaxError(
      `its header would take ${length} bytes, but ${Math.min(longestHeader, size - 8)} is the most`,
    );
  const bytes = new Uint8Array(await readBytes(handle, 8, length));
  return { header: parseHeader(bytes, size - 8 - length), start: 8 + length };
}

async function readTensor(
  handle: FileHandle,
  name: string,
  { path, header, start }: { path: string; header: SafetensorsHeader; start: number },
): Promise<SavedTensor> {
  const entry = header.tensors.get(name);
  if (!entry) throw new RangeError(`Cannot read ${path}: it holds no tensor ${show(name)}`);
  const { dtype, shape, span } = entry;
  try {
    const buffer = await readBytes(handle, start + span[0], span[1] - span[0]);
    return { dtype, shape: [...shape], data: formatOf(dtype).decode(buffer) };
  } catch (error) {
    throw named(error, path);
  }
}

function readTensorNow(
  file: number,
  name: string,
  {
    path,
    header,
    start,
    part = { index: 0, count: 1 },
  }: { path: string; header: SafetensorsHeader; start: number; part: TensorPart | undefined },
): SavedTensor {
  const entry = header.tensors.get(name);
  if (!entry) throw new RangeError(`Cannot read ${path}: it holds no tensor ${show(name)}`);
  const { dtype, shape, span } = entry;
  const { index, count } = part;
  const length = (span[1] - span[0]) / count;
  const own = shape.map((size, axis) => (axis === 0 ? size / count : size));
  if (!own.every(Number.isInteger))
    throw new RangeError(`Cannot read ${path}: ${show(name)} has not ${count} equal parts`);
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const at = start + span[0] + index * length + done;
    const read = readSync(file, bytes, done, Math.min(length - done, longestRead), at);
    if (read === 0)
      throw new SyntaxError(`Cannot read ${path}: it ends at byte ${at}: it was cut while open`);
    done += read;
  }
  return { dtype, shape: own, data: formatOf(dtype).decode(bytes.buffer) };
}

/** One system call reads at most 2 GiB. */
const longestRead = 2 ** 30;

async function readBytes(handle: FileHandle, position: number, length: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const count = Math.min(length - done, longestRead);
    const { bytesRead } = await handle.read(bytes, done, count, position + done);
    if (bytesRead === 0) throw new SyntaxError(`it ends at byte ${position + done}: it was cut while open`);
    done += bytesRead;
  }
  return bytes.buffer;
}

function named(error: unknown, path: string): unknown {
  return error instanceof SyntaxError
    ? new SyntaxError(`Cannot read ${path}: ${error.message}`, { cause: error })
    : error;
}

interface Place {
  path: string;
  name: string;
  shape: number[];
  dtype: Dtype;
}

function encode(values: NumberArray, { path, name, shape, dtype }: Place): Uint8Array {
  const fail = (why: string): never => {
    throw new RangeError(`Cannot write ${path}: tensor ${show(name)} ${why}`);
  };
  if (values.length !== sizeOf(shape))
    fail(`of shape [${shape.join(", ")}] needs ${sizeOf(shape)} values, got ${values.length}`);
  if (!fits(values, dtype)) fail(`cannot hold ${dtypeOf(values)} values as ${dtype}`);
  return formatOf(dtype).encode?.(values) ?? fail(`cannot be written as ${dtype}`);
}
