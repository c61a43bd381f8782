/** Where engines lie that a user installs on request: each in its own npm prefix. */
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/** The folder of all of them: `NOISEBOOK_BACKENDS`, or one in the user's cache. */
export function backendsFolder(): string {
  return process.env.NOISEBOOK_BACKENDS || join(homedir(), ".cache", "noisebook", "backends");
}

/** The file that a package's name stands for: beside this package, in the project, or in the backend's own folder. */
export function findBackendPackage(backend: string, specifier: string): string | undefined {
  const froms = [
    import.meta.url,
    join(process.cwd(), "package.json"),
    join(backendsFolder(), backend, "package.json"),
  ];
  for (const from of froms)
    try {
      return createRequire(from).resolve(specifier);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    }
  return undefined;
}
