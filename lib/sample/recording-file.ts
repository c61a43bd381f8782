/** Recordings as files: compressed JSON, its arrays of numbers as base64, numbers that JSON has not as their names. */
import { readFile, writeFile } from "node:fs/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Recording } from "./recording.ts";

const arrays = { Float32Array, Float64Array };
const format = "noisebook recording 1";

/**
 * Saves a recording as a file.
 *
 * @param path Where to write it; ".json.gz" says what it is.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { loadRecording, type Recording, saveRecording } from "noisebook";
 *
 * const run: Recording = { name: "empty", frames: [], steps: 0, stride: 1, bytes: 0 };
 * await saveRecording(join(tmpdir(), "run.json.gz"), run);
 * assert.deepEqual(await loadRecording(join(tmpdir(), "run.json.gz")), run);
 * ```
 */
export async function saveRecording(path: string, recording: Recording): Promise<void> {
  const json = JSON.stringify({ format, recording }, (_, value: unknown) => {
    if (typeof value === "number" && !Number.isFinite(value)) return { number: String(value) };
    if (!(value instanceof Float32Array || value instanceof Float64Array)) return value;
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return { array: value.constructor.name, base64: bytes.toString("base64") };
  });
  await writeFile(path, gzipSync(json));
}

/**
 * Loads a recording that was saved.
 *
 * @throws {SyntaxError} If the file is not a recording.
 */
export async function loadRecording(path: string): Promise<Recording> {
  const bytes = await readFile(path);
  let read: { format?: unknown; recording?: Recording };
  try {
    read = JSON.parse(gunzipSync(bytes).toString("utf8"), (_, value: unknown) => revived(value));
  } catch (cause) {
    throw new SyntaxError(`Cannot load a recording: ${path} is not compressed JSON`, { cause });
  }
  if (read.format !== format || !Array.isArray(read.recording?.frames))
    throw new SyntaxError(
      `Cannot load a recording: ${path} is not one, or of a version that is not known here`,
    );
  return read.recording;
}

function revived(value: unknown): unknown {
  const { array, base64, number } = (value ?? {}) as {
    array?: keyof typeof arrays;
    base64?: string;
    number?: string;
  };
  if (typeof number === "string") return Number(number);
  if (typeof base64 !== "string" || !array || !Object.hasOwn(arrays, array)) return value;
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  return new arrays[array](bytes.buffer);
}
