/** TensorFlow.js's WebAssembly program on memory that threads can share. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The section of a WebAssembly file that describes its memory. */
const memorySection = 5;
/** Flags of a memory: it has a largest size; it is shared. */
const limited = 1;
const shared = 2;

/** The program as a data URL, with its memory marked as shared; nothing else is changed. */
export function sharedProgram(): string {
  const folder = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"));
  const bytes = markShared(readFileSync(join(folder, "tfjs-backend-wasm-simd.wasm")));
  return `data:application/wasm;base64,${Buffer.from(bytes).toString("base64")}`;
}

/**
 * Marks the one memory that a WebAssembly file defines as shared.
 *
 * @throws {Error} If there is no memory or its size is not limited, as a shared one's must be.
 */
export function markShared(file: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(file);
  for (let at = 8; at < bytes.length; ) {
    const section = bytes[at++];
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      length |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    if (section === memorySection && bytes[at] === 1 && bytes[at + 1] & limited) {
      bytes[at + 1] |= shared;
      return bytes;
    }
    at += length;
  }
  throw new Error("Cannot share memory: the program defines none of limited size");
}
