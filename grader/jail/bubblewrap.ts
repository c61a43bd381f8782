import { existsSync, lstatSync, readlinkSync } from "node:fs";
import { dirname } from "node:path";
import type { Limits } from "./limits.ts";

export interface Sight {
  /** Files and folders of this machine that the program may read, at the same paths. */
  readable: string[];
  /** Folders of which it sees only what is readable, though they lie among the system's, as a package that is installed for all. */
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
  const covered = hidden.filter((path) => system.some((folder) => path.startsWith(`${folder}/`)));
  return [
    ...["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"],
    ...["--uid", "65534", "--gid", "65534", "--hostname", "jail", "--clearenv"],
    // Before what is readable, which may lie below them.
    ...["--size", String(limits.disk), "--tmpfs", "/tmp", "--size", String(limits.disk), "--tmpfs", "/work"],
    ...system.filter(existsSync).flatMap(readOnly),
    ...covered.flatMap((path) => ["--tmpfs", path]),
    ...readable.flatMap(readOnly),
    ...["--proc", "/proc", "--dev", "/dev"],
    ...Object.keys(files).flatMap((path) => ["--ro-bind-data", String(texts[path]), path]),
    ...covered.flatMap((path) => ["--remount-ro", path]),
    ...["--chdir", "/work", "--setenv", "HOME", "/work", "--setenv", "PATH", "/usr/bin:/bin"],
    ...Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, value]),
  ];
}

/** A link of the system's, such as /bin to usr/bin, stays one. */
function readOnly(path: string): string[] {
  if (lstatSync(path).isSymbolicLink() && dirname(path) === "/")
    return ["--symlink", readlinkSync(path), path];
  return ["--ro-bind", path, path];
}
