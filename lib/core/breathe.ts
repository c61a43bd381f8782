import { setImmediate } from "node:timers/promises";

/** Lets other work go on between two steps of a long one: messages are sent, interrupts are heard. */
export async function breathe(): Promise<void> {
  await setImmediate();
}
