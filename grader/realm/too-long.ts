/** How long a cell may take, so that a busy machine takes nothing from a student. */
import { readdirSync, readFileSync } from "node:fs";

/** By the clock a cell may take so many times its seconds if it has used the processor for less than these. */
const mostByClock = 3;

/**
 * Calls `act` once more than so many seconds have gone by on the clock and as many of processors were used, which on a quiet machine is
 * the same moment; or thrice as many by the clock alone, for what only waits.
 *
 * @returns The timer; clear it when the cell has ended.
 */
export function whenTooLong(seconds: number, act: () => void): NodeJS.Timeout {
  const began = { clock: performance.now(), used: usedSeconds() };
  let acted = false;
  const timer = setInterval(
    () => {
      const clock = (performance.now() - began.clock) / 1000;
      const isTooLong =
        clock > seconds && (usedSeconds() - began.used > seconds || clock > mostByClock * seconds);
      if (!isTooLong || acted) return;
      acted = true;
      act();
    },
    Math.min(200, seconds * 250),
  );
  return timer;
}

/** Ticks of the kernel's clock in a second; on Linux always. */
const ticks = 100;

/**
 * Seconds of processors that all processes seen here have used: in a jail these are its own. Outside of one they are the machine's,
 * and the clock decides.
 */
function usedSeconds(): number {
  let used = 0;
  for (const id of readdirSync("/proc"))
    if (/^\d+$/.test(id))
      try {
        // Behind the name, which may hold anything, user and system time are the 12th and 13th field.
        const fields = readFileSync(`/proc/${id}/stat`, "utf8")
          .replace(/^.*\) /s, "")
          .split(" ");
        used += (Number(fields[11]) + Number(fields[12])) / ticks;
      } catch {
        // It has ended since.
      }
  return used;
}
