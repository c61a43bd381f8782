import { existsSync, lstatSync, readlinkSync } from "node:fs";
import { dirname } from "node:path";
import type { Limits } from "./limits.ts";

export interface Sight {
  /** Files and folders of this machine that the program may read, at the same paths. */
  readable: string[];
  /**
   * Folders of which it sees only the readable parts, though they lie among the system's or in a readable folder, as a package does
   * that is installed for all.
   */
  hidden?: string[];
  /** Files with this text, by path; each covers what is readable there. */
  files?: Record<string, string>;
  /** All of its environment. */
  environment?: Record<string, string>;
}

/** Where Debian, Fedora, Alpine and Arch keep programs and their libraries. */
const system = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/alternatives"];

/**
 * The arguments for bubblewrap: namespaces of its own for users, processes, network, host name and IPC; no capability; an
 * environment of what is given alone; the system's programs to read; /work and /tmp to write, in memory and bounded.
 *
 * @param texts For each of the given files the number of an open descriptor with its text.
 */
export function bubblewrapArguments(
  { readable, hidden = [], files = {}, environment = {} }: Sight,
  limits: Limits,
  texts: Record<string, number>,
): string[] {
  const parts = readable.filter((path) => hidden.some((folder) => isBelow(path, folder)));
  const shown = [...system.filter(existsSync), ...readable.filter((path) => !parts.includes(path))];
  const covered = hidden.filter((path) => shown.some((folder) => path === folder || isBelow(path, folder)));
  return [
    ...["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"],
    ...["--uid", "65534", "--gid", "65534", "--hostname", "jail", "--clearenv"],
    // Each of the following covers what came before it: what is hidden, what is shown around it, and its parts what is hidden.
    ...["--size", String(limits.disk), "--tmpfs", "/tmp", "--size", String(limits.disk), "--tmpfs", "/work"],
    ...shown.flatMap(readOnly),
    ...covered.flatMap((path) => ["--tmpfs", path]),
    ...parts.flatMap(readOnly),
    ...["--proc", "/proc", "--dev", "/dev"],
    ...Object.keys(files).flatMap((path) => ["--ro-bind-data", String(texts[path]), path]),
    ...covered.flatMap((path) => ["--remount-ro", path]),
    ...["--chdir", "/work", "--setenv", "HOME", "/work", "--setenv", "PATH", "/usr/bin:/bin"],
    ...Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, value]),
  ];
}

const isBelow = (path: string, folder: string) => path.startsWith(`${folder}/`);

/** A link of the system's, such as /bin to usr/bin, stays one. */
function readOnly(path: string): string[] {
  if (lstatSync(path).isSymbolicLink() && dirname(path) === "/")
    return ["--symlink", readlinkSync(path), path];
  return ["--ro-bind", path, path];
}
