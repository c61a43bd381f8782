/** `prompt()`: asks the reader of the notebook for a line, and waits. */
import { readSync } from "node:fs";
import type { Channel } from "./channel.ts";
import { KernelInterrupt } from "./kernel-interrupt.ts";
import type { Origins } from "./origins.ts";
import { descriptors } from "./requests.ts";

/** The host's answer to an input notice, as a line of JSON. */
export type Answer = { value: string } | { refused: string } | { interrupted: true };

export type Prompt = (message?: string, options?: { password?: boolean }) => string;

/** Makes `prompt` for cells. @throws {Error} If the front end cannot be asked. */
export function createPrompt(channel: Channel, origins: Origins, isAllowed: () => boolean): Prompt {
  return function prompt(message = "", { password = false } = {}) {
    if (!isAllowed()) throw new Error("Cannot prompt: this front end does not take input");
    channel.notify({ kind: "input", origin: origins.current(), prompt: String(message), password });
    const answer = readAnswer();
    if ("value" in answer) return answer.value;
    if ("refused" in answer) throw new Error(`Cannot prompt: ${answer.refused}`);
    throw new KernelInterrupt();
  };
}

function readAnswer(): Answer {
  const parts: Buffer[] = [];
  const byte = Buffer.alloc(4096);
  for (;;) {
    const count = readSync(descriptors.input, byte);
    if (count === 0) throw new Error("Cannot prompt: the kernel has gone");
    parts.push(Buffer.from(byte.subarray(0, count)));
    if (byte[count - 1] === 10) return JSON.parse(Buffer.concat(parts).toString("utf8"));
  }
}
