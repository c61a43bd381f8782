/** Engines that `noisebook backend install` has put on this machine, outside of every package. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { backendsFolder } from "./backends-folder.ts";

/** Engines by the names of their folders. */
export const installableNames = ["tensorflow", "tensorflow-gpu", "onnxruntime", "webgpu"] as const;

export type InstallableName = (typeof installableNames)[number];

/** The command that installs an engine. */
export function installHint(name: InstallableName): string {
  return `noisebook backend install ${name.replace("-gpu", " --gpu")}`;
}

export interface Installed {
  folder: string;
  /** Versions of what was installed, by name. */
  versions: Record<string, string>;
}

/** Written last, so that a folder counts only when all is in it. */
export const completeFile = "complete.json";

/** The engine's folder and versions; undefined if it is not there or its installation did not end. */
export function installedBackend(name: InstallableName): Installed | undefined {
  const folder = join(backendsFolder(), name);
  try {
    const { versions } = JSON.parse(readFileSync(join(folder, completeFile), "utf8")) as Installed;
    return { folder, versions };
  } catch {
    return undefined;
  }
}
