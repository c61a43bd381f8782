/**
 * A thread beside the runner's main one, which can stop it whatever it does: a loop without an end, or one after an
 * await, in a timer, in a regular expression. Its pipe from the host also tells it when the host has gone.
 */
import { Session } from "node:inspector";
import { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { openRelay } from "../debug/relay.ts";
import { killGroup } from "./kill-group.ts";
import { descriptors, type Interrupt } from "./requests.ts";
import { stopSign } from "./stop-sign.ts";
import { watchTail } from "./tail.ts";
import { waitingSign } from "./waiting-sign.ts";

/** Memory that the watchdog shares with the main thread: for the stop sign, and for the sign that text waits. */
export interface WatchdogMemory {
  stop: SharedArrayBuffer;
  waiting: SharedArrayBuffer;
}

/** How long the main thread has to notice an interrupt by itself, and then to end the cell, in milliseconds. */
const noticeWithin = 50;
const endWithin = 400;
/** How long once it was broken off: a second blow may strike Node itself, in the midst of dealing with the first. */
const recoverWithin = 1000;

const { stop, waiting } = workerData as WatchdogMemory;
const sign = stopSign(stop);
const relay = openRelay(descriptors.inspector);
const host = new Socket({ fd: descriptors.watchdog, readable: true, writable: false });
host.on("data", (line: Buffer) => {
  // Of interrupts that come together one is enough.
  if (sign.state === "clear") void interrupt(JSON.parse(line.toString().split("\n")[0]) as Interrupt);
});
host.on("error", () => {});
void watchTail(waitingSign(waiting));
host.on("close", () => killGroup(process.pid));

async function interrupt({ run }: Interrupt): Promise<void> {
  relay.release();
  sign.state = "requested";
  parentPort?.postMessage({ run, forced: false });
  await waitWhile("requested", noticeWithin);
  await waitWhile("seen", endWithin);
  while (state() !== "clear") {
    breakOff();
    sign.state = "requested";
    parentPort?.postMessage({ run, forced: true });
    await waitWhile("requested", recoverWithin);
    await waitWhile("seen", endWithin);
  }
  relay.restore();
}

function state(): string {
  return sign.state;
}

async function waitWhile(waited: string, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (sign.state === waited && performance.now() < end) await setTimeout(2);
}

/** Unwinds all JavaScript on the main thread; no `catch` or `finally` runs. */
function breakOff(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution", () => session.disconnect());
}
