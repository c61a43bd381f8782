/** Synchronous writing with back-pressure: a loop that never yields still gets its output out, and none is lost. */
import { writeSync } from "node:fs";

export type Write = (chunks: Uint8Array[]) => void;

/** Makes the writer for a blocking file descriptor. When nobody reads it any more, the process ends. */
export function pipeWriter(descriptor: number): Write {
  return (chunks) => {
    try {
      for (const chunk of inFew(chunks)) writeAll(descriptor, chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EPIPE") process.kill(process.pid, "SIGKILL");
      throw error;
    }
  };
}

/** What is short is written at once: each write may wake the reader. */
function inFew(chunks: Uint8Array[]): Uint8Array[] {
  const isShort = chunks.every(({ byteLength }) => byteLength < 16_384);
  return isShort && chunks.length > 1 ? [Buffer.concat(chunks)] : chunks;
}

function writeAll(descriptor: number, chunk: Uint8Array): void {
  for (let at = 0; at < chunk.byteLength; ) {
    try {
      at += writeSync(descriptor, chunk, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
