/** What memory and processor processes take, by the count of the kernel of Linux. */
import { readFileSync } from "node:fs";

/**
 * Mebibytes of some processes together. What several processes share is counted in parts (the proportional set size), so that sums
 * are true: of all processes of a machine they give what is in use.
 */
export function memoryOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + proportional(pid), 0) / 1024;
}

function proportional(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0; // It has ended.
  }
}

/** Looks at processes four times a second until `stop`, which gives the most that they took. */
export function watchMemory(pids: () => readonly number[]): { stop(): number } {
  let most = 0;
  const look = () => {
    most = Math.max(most, memoryOf(pids()));
  };
  const timer = setInterval(look, 250);
  return {
    stop() {
      clearInterval(timer);
      look();
      return most;
    },
  };
}

/** Seconds of a processor that they, and those of their children that have ended, have spent. */
export function processorSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + spent(pid), 0);
}

/** Linux counts in hundredths of a second; the fields follow the program's name, which may hold anything but ends with a bracket. */
function spent(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1")
      .replace(/^.*\) /s, "")
      .split(" ");
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
  } catch {
    return 0; // It has ended.
  }
}
