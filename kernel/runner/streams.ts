/** Sends what a cell prints to its channel: process.stdout and stderr, and the console that writes to them. */
import { Console } from "node:console";
import type { Channel } from "./channel.ts";

/** Replaces the writing of the process's two streams, and the global console. */
export function installStreams(channel: Channel): void {
  for (const name of ["stdout", "stderr"] as const) {
    const stream = process[name];
    const decoder = new TextDecoder();
    stream.write = (chunk: Uint8Array | string, encoding?: unknown, callback?: unknown) => {
      channel.text(name, typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }));
      const done = typeof encoding === "function" ? encoding : callback;
      if (typeof done === "function") process.nextTick(done as () => void);
      return true;
    };
  }
  const { stdout, stderr } = process;
  // These streams never fail, and to be ready for it would take time at every line.
  globalThis.console = new Console({ stdout, stderr, ignoreErrors: false, colorMode: false });
}
