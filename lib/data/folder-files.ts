import { readdir, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Finding } from "./dataset.ts";

/**
 * Lists every file under a folder, as paths relative to it with "/" between names, sorted. A link is followed only to a
 * file that is itself inside the folder, so that a set cannot reach what lies beside it.
 */
export async function listFiles(folder: string): Promise<{ files: string[]; findings: Finding[] }> {
  const top = await realpath(folder);
  const files: string[] = [];
  const findings: Finding[] = [];
  const leaveOut = (where: string, kind: string, message: string) =>
    findings.push({ where, kind, message, effect: "left out" });
  for (const entry of await readdir(top, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(top, path).split(sep).join("/");
    if (entry.isFile()) files.push(name);
    else if (entry.isSymbolicLink()) {
      const target = await realpath(path).catch(() => undefined);
      if (target === undefined) leaveOut(name, "broken link", "The link leads nowhere.");
      else if (!target.startsWith(top + sep)) leaveOut(name, "outside", "The link leads out of the folder.");
      else if (await isFolder(target))
        leaveOut(name, "link to folder", "A link to a folder is not followed.");
      else files.push(name);
    } else if (!entry.isDirectory()) leaveOut(name, "not a file", "It is neither a file nor a folder.");
  }
  return { files: files.sort(), findings };
}

const isFolder = (path: string) =>
  readdir(path).then(
    () => true,
    () => false,
  );
