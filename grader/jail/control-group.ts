/** Linux control groups, of both versions: they alone can bound how many processes a jail starts and what all use together. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Limits } from "./limits.ts";
import { groupName, removeStaleGroups } from "./stale-groups.ts";

export interface ControlGroup {
  /** The files to write a process's id into, so that it and its children belong to the group. */
  procs: string[];
  /** What the group ran into, if anything. */
  exceeded(): "memory" | "processes" | undefined;
  /** Seconds of processors that its processes have used; 0 where the kernel does not tell. */
  processorSeconds(): number;
  /** Ends every process of the group. */
  kill(): void;
  /** Removes the group, once the kernel has buried its last process. */
  remove(): Promise<void>;
}

const mount = "/sys/fs/cgroup";

/** Those of version 1 that are used here. */
const controllers = ["pids", "memory", "cpu", "cpuacct"];

/**
 * Makes a control group with these limits.
 *
 * @throws {Error} If this user may not make one, with the reason.
 */
export function makeControlGroup(limits: Limits): ControlGroup {
  const isUnified = existsSync(join(mount, "cgroup.controllers"));
  removeStaleGroups(isUnified ? [ownGroup()] : controllers.map((controller) => join(mount, controller)));
  try {
    return isUnified ? unified(groupName(), limits) : separate(groupName(), limits);
  } catch (cause) {
    throw new Error(
      `Cannot limit what a submission uses: no control group can be made in ${mount} (${(cause as Error).message}); run the grader as root, or in a scope of systemd with delegated pids, memory and cpu`,
      { cause },
    );
  }
}

const ownGroup = () => join(mount, /^0::(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1] ?? "/");

/** Version 2: one folder below the group of this process, where the controllers were delegated to it. */
function unified(name: string, limits: Limits): ControlGroup {
  const folder = join(ownGroup(), name);
  mkdirSync(folder);
  const files = {
    "pids.max": limits.processes,
    "memory.max": limits.memory,
    "memory.swap.max": 0,
    "cpu.max": `${Math.round(limits.cores * 100_000)} 100000`,
  };
  return guarded([folder], () => {
    for (const [file, value] of Object.entries(files)) writeFileSync(join(folder, file), String(value));
    return {
      exceeded: () =>
        exceeded({ memory: join(folder, "memory.events"), processes: join(folder, "pids.events") }),
      processorSeconds: () => counted(join(folder, "cpu.stat"), "usage_usec") / 1e6,
    };
  });
}

/** Version 1: a folder in each controller's own tree. */
function separate(name: string, limits: Limits): ControlGroup {
  const [pids, memory, cpu, cpuacct] = controllers.map((controller) => join(mount, controller, name));
  const folders = [pids, memory, cpu, cpuacct];
  // Some systems have cpu and cpuacct in one place.
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  return guarded(folders, () => {
    writeFileSync(join(pids, "pids.max"), String(limits.processes));
    writeFileSync(join(memory, "memory.limit_in_bytes"), String(limits.memory));
    writeFileSync(join(cpu, "cpu.cfs_quota_us"), String(Math.round(limits.cores * 100_000)));
    return {
      exceeded: () =>
        exceeded({ memory: join(memory, "memory.oom_control"), processes: join(pids, "pids.events") }),
      processorSeconds: () => Number(readFileSync(join(cpuacct, "cpuacct.usage"), "utf8")) / 1e9,
    };
  });
}

/** By the files in which the kernel counts what it refused. */
function exceeded(files: { memory: string; processes: string }): "memory" | "processes" | undefined {
  if (counted(files.memory, "oom_kill") > 0) return "memory";
  return counted(files.processes, "max") > 0 ? "processes" : undefined;
}

function guarded(
  folders: string[],
  limit: () => Pick<ControlGroup, "exceeded" | "processorSeconds">,
): ControlGroup {
  const remove = async () => {
    for (const folder of folders) await removeWhenEmpty(folder);
  };
  try {
    const procs = folders.map((folder) => join(folder, "cgroup.procs"));
    return { ...limit(), procs, kill: () => killAll(procs[0]), remove };
  } catch (error) {
    void remove();
    throw error;
  }
}

/** A killed process belongs to its group for some milliseconds more; the group is busy as long. */
async function removeWhenEmpty(folder: string): Promise<void> {
  for (let round = 0; existsSync(folder); round++)
    try {
      rmdirSync(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EBUSY" || round === 250) throw error;
      await setTimeout(20);
    }
}

/** A process that forks while the list is read is in the next list: until none is left, at most a hundred times. */
function killAll(procs: string): void {
  for (let round = 0; round < 100 && existsSync(procs); round++) {
    const ids = readFileSync(procs, "utf8").split("\n").filter(Boolean);
    if (ids.length === 0) return;
    for (const id of ids)
      try {
        process.kill(Number(id), "SIGKILL");
      } catch {
        // It has ended since.
      }
  }
}

/** A number behind its name in a file of the kernel's; 0 where there is none. */
export function counted(file: string, name: string): number {
  if (!existsSync(file)) return 0;
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(readFileSync(file, "utf8"))?.[1] ?? 0);
}
