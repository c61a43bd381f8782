/** A kernel as a process: signals, its parent's death, and its own end. */
import type { StartInterpreter } from "../interpreter.ts";
import { readConnection } from "./connection.ts";
import { memoryHistory } from "./history.ts";
import { openHistory } from "./history-files.ts";
import { startKernel } from "./kernel.ts";

/** How often the parent is looked for, in milliseconds. */
const parentInterval = 500;

/**
 * Runs a kernel on a connection file until it is shut down, is told to end (SIGTERM, SIGHUP), or Jupyter is gone; then
 * ends the process. SIGINT interrupts the cell that runs.
 *
 * @param options.historyFolder Where the user's kernels write down what is run; without it nothing is written.
 */
export async function serve(
  connectionFile: string,
  start: StartInterpreter,
  { historyFolder }: { historyFolder?: string | undefined } = {},
): Promise<never> {
  // Jupyter reads our stderr: when it has died, a line to it must not keep us from ending well.
  process.stderr.on("error", () => {});
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const history = historyFolder === undefined ? memoryHistory() : openHistory(historyFolder, log);
  const kernel = await startKernel(readConnection(connectionFile), start, {
    cwd: process.cwd(),
    log,
    history,
  });
  let status = 0;
  process.on("SIGINT", () => void kernel.interrupt().catch((error) => log(`Cannot interrupt: ${error}`)));
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => void kernel.stop());
  // A fault of ours must not leave the interpreter's processes behind.
  process.on("uncaughtException", (error) => {
    log(`The kernel ends: ${error.stack}`);
    status = 1;
    void kernel.stop();
  });
  const isGone = parentWatch(process.env.JPY_PARENT_PID);
  const timer = setInterval(() => {
    if (isGone()) void kernel.stop();
  }, parentInterval);
  await kernel.stopped;
  clearInterval(timer);
  process.exit(status);
}

/** Tells whether the process that started this kernel has ended; never, for a kernel that nobody watches over. */
function parentWatch(named: string | undefined): () => boolean {
  if (named === undefined) return () => false;
  const parent = process.ppid;
  // Windows gives an orphan no new parent, and Jupyter names a handle there instead of a process.
  if (process.platform === "win32") return () => !isAlive(parent);
  return () => process.ppid !== parent || !isAlive(Number(named));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
