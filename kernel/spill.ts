/** Values of which only the newest are kept in memory, the others in a file. */
import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Spill<T> {
  set(key: number, value: T): void;
  get(key: number): T | undefined;
  clear(): void;
}

/**
 * Makes a map of JSON values that stays small, however many they are: for texts that are rarely asked for again.
 *
 * The file has no name, so nothing is left of it when the process ends. Where there is no place for it, all stays in memory.
 *
 * @param kept How many values are kept in memory.
 */
export function createSpill<T>(kept = 50): Spill<T> {
  const newest = new Map<number, T>();
  /** Where in the file a value begins: with the length of its text. */
  const places = new Map<number, number>();
  let file: number | undefined;
  let end = 0;
  const write = (key: number, value: T) => {
    const text = JSON.stringify(value);
    const bytes = Buffer.alloc(4 + Buffer.byteLength(text));
    bytes.writeUInt32LE(bytes.length - 4);
    bytes.write(text, 4);
    file ??= openNameless();
    writeSync(file, bytes, 0, bytes.length, end);
    places.set(key, end);
    end += bytes.length;
    newest.delete(key);
  };
  return {
    set(key, value) {
      newest.set(key, value);
      places.delete(key);
      if (newest.size <= kept) return;
      const [[oldest, old]] = newest;
      try {
        write(oldest, old);
      } catch {
        // No place on the disk: it stays in memory, and is tried again with the next one.
      }
    },
    get(key) {
      const start = places.get(key);
      if (start === undefined || file === undefined) return newest.get(key);
      return JSON.parse(read(file, start + 4, read(file, start, 4).readUInt32LE()).toString());
    },
    clear() {
      newest.clear();
      places.clear();
      if (file !== undefined) closeSync(file);
      file = undefined;
      end = 0;
    },
  };
}

function read(file: number, start: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, start);
  return bytes;
}

function openNameless(): number {
  const path = join(tmpdir(), `noisebook-${process.pid}-${performance.now()}`);
  const file = openSync(path, "wx+", 0o600);
  unlinkSync(path);
  return file;
}
