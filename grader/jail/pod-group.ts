/** In a pod of a cluster no control group can be made; the pod's own bounds memory and processor, and a limit of the jail its processes. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ControlGroup, counted } from "./control-group.ts";

/** The environment variable by which whoever makes the pod says that it is one. */
export const isPod = () => process.env.NOISEBOOK_LIMITS === "pod";

const mount = "/sys/fs/cgroup";

/**
 * The control group that this process is in, as the bound of what a jail uses.
 *
 * @throws {Error} If it bounds no memory or no processor.
 */
export function podGroup(root = mount, lists = "/proc/self/cgroup"): ControlGroup {
  const own = readFileSync(lists, "utf8");
  const folder = (controller: string) => {
    const path = new RegExp(`^\\d+:(?:[\\w=,]+,)?${controller}(?:,[\\w=,]+)?:(.*)$`, "m").exec(own)?.[1];
    const inside = controller === "" ? root : join(root, controller);
    // A container sees its own group as the root, whatever the path that the kernel tells.
    const whole = join(inside, path ?? "/");
    return existsSync(whole) ? whole : inside;
  };
  const isUnified = existsSync(join(root, "cgroup.controllers"));
  const [memory, cpu] = isUnified ? [folder(""), folder("")] : [folder("memory"), folder("cpu")];
  const limits = isUnified
    ? { memory: first(memory, "memory.max"), cpu: first(cpu, "cpu.max") }
    : { memory: first(memory, "memory.limit_in_bytes"), cpu: first(cpu, "cpu.cfs_quota_us") };
  for (const [what, value] of Object.entries(limits))
    if (!(value > 0 && value < 2 ** 60))
      throw new Error(
        `Cannot limit what a submission uses: this pod has no limit of ${what}; give its container resources.limits.${what}`,
      );
  const events = join(memory, isUnified ? "memory.events" : "memory.oom_control");
  const killed = () => counted(events, "oom_kill");
  const used = () =>
    isUnified
      ? counted(join(cpu, "cpu.stat"), "usage_usec") / 1e6
      : (first(folder("cpuacct"), "cpuacct.usage") || 0) / 1e9;
  const before = { killed: killed(), used: used() };
  return {
    procs: [],
    exceeded: () => (killed() > before.killed ? "memory" : undefined),
    // The grader's own share is small, and a pod grades one submission.
    processorSeconds: () => used() - before.used,
    kill: () => {},
    remove: async () => {},
  };
}

/** The first number of a file; "max" and a file that is not there are no number. */
function first(folder: string, file: string): number {
  const path = join(folder, file);
  return existsSync(path) ? Number.parseInt(readFileSync(path, "utf8"), 10) : Number.NaN;
}

/**
 * A command with a limit of processes and threads. The kernel counts them in the jail's own user namespace, and does so for no root.
 */
export const withProcessLimit = (command: string[], processes: number): string[] => [
  ...["/bin/sh", "-c", 'ulimit -u "$0" 2>/dev/null || ulimit -p "$0" || exit 125; exec "$@"'],
  ...[String(processes), ...command],
];
