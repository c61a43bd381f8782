import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder of this package, in its sources, in its build and where it is installed: the first one upward whose
 * `package.json` has the name noisebook.
 *
 * @throws {Error} If there is none, for instance because the library was bundled into one file.
 */
export function packageRoot(from: string = fileURLToPath(import.meta.url)): string {
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file) && JSON.parse(readFileSync(file, "utf8")).name === "noisebook") return folder;
    if (folder === dirname(folder))
      throw new Error(`Cannot find the package noisebook: no folder above ${from} has its package.json`);
  }
}
