/** Makes the start-up snapshot at the path that is the first argument; started by snapshot.ts. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.ts";
import { snapshotFlags } from "./snapshot.ts";

/** How many snapshots are kept, for the versions of Node and of the kernel that one person uses. */
const kept = 4;

/** Builds beside its final place and moves it there whole, so that no process ever reads half a snapshot. */
function buildSnapshot(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const folder = mkdtempSync(join(dirname(path), "building-"));
  try {
    const script = join(folder, "language.cjs");
    const blob = join(folder, "language.blob");
    writeFileSync(script, bundle(fileURLToPath(new URL("./snapshot-entry.js", import.meta.url))));
    const flags = [...snapshotFlags, "--snapshot-blob", blob, "--build-snapshot", script];
    execFileSync(process.execPath, flags, { cwd: folder, stdio: "ignore" });
    renameSync(blob, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes the snapshots that have not been used for longest. */
function removeOld(folder: string): void {
  const snapshots = readdirSync(folder)
    .filter((name) => name.startsWith("language-"))
    .map((name) => join(folder, name));
  snapshots.sort((a, b) => statSync(b).atimeMs - statSync(a).atimeMs);
  for (const path of snapshots.slice(kept)) rmSync(path, { force: true });
}

setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
buildSnapshot(process.argv[2]);
removeOld(dirname(process.argv[2]));
