import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder that a project's own files go to: the nearest one upwards with a package.json, or else this one. */
export function projectFolder(from = process.cwd()): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (dirname(folder) === folder) return from;
  }
}
