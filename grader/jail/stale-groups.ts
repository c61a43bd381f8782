/** Control groups of graders that were killed: they could not remove their own, and a jail may still run in one. */
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, readlinkSync, rmdirSync } from "node:fs";
import { join } from "node:path";

/** Process ids mean something in one namespace alone: a grader in another container counts its own. */
const namespace = () => /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "0";

/** A new name, by which others can tell whether this process still lives. */
export const groupName = () => `noisebook-${namespace()}-${process.pid}-${randomUUID()}`;

/**
 * Ends what is left in groups whose grader is gone, and removes these. What cannot be removed yet stays for the next time.
 *
 * @param parents The folders in which groups are made.
 */
export function removeStaleGroups(parents: string[]): void {
  for (const parent of parents.filter(existsSync))
    for (const name of readdirSync(parent)) {
      const [, where, grader] = /^noisebook-(\d+)-(\d+)-[0-9a-f-]{36}$/.exec(name) ?? [];
      if (where !== namespace() || isAlive(Number(grader))) continue;
      try {
        const processes = readFileSync(join(parent, name, "cgroup.procs"), "utf8").split("\n");
        for (const id of processes.filter(Boolean)) end(Number(id));
        rmdirSync(join(parent, name));
      } catch {
        // Its processes are not buried yet, or another grader was faster.
      }
    }
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function end(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch {
    // It has ended since.
  }
}
