/** Synchronous writing with back-pressure: a loop that never yields still gets its output out, and none is lost. */
import { writevSync } from "node:fs";

export type Write = (chunks: Uint8Array[]) => void;

/**
 * Makes the writer for a blocking file descriptor. When nobody reads it any more, the process ends.
 *
 * All chunks go in one call, which on such a descriptor returns when they are written (libuv, `uv__fs_write_all`): code
 * that is broken off has written a frame as a whole or not at all, and the reader finds the next one.
 */
export function pipeWriter(descriptor: number): Write {
  return (chunks) => {
    try {
      writevSync(descriptor, chunks);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EPIPE") process.kill(process.pid, "SIGKILL");
      throw error;
    }
  };
}
