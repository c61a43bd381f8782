/** Makes the start-up snapshot at the path that is the first argument; started by snapshot.ts. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.ts";

const keptDays = 14;

/** Builds beside its final place and moves it there whole, so that no process ever reads half a snapshot. */
function buildSnapshot(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const folder = mkdtempSync(join(dirname(path), "building-"));
  try {
    const script = join(folder, "language.cjs");
    const blob = join(folder, "language.blob");
    writeFileSync(script, bundle(fileURLToPath(new URL("./snapshot-entry.js", import.meta.url))));
    const flags = ["--no-warnings", "--snapshot-blob", blob, "--build-snapshot", script];
    execFileSync(process.execPath, flags, { cwd: folder, stdio: "ignore" });
    renameSync(blob, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Snapshots of other versions that nobody has used for a while. */
function removeOld(path: string): void {
  const before = Date.now() - keptDays * 86_400_000;
  for (const name of readdirSync(dirname(path))) {
    const other = join(dirname(path), name);
    if (other !== path && name.startsWith("language-") && statSync(other).atimeMs < before) rmSync(other);
  }
}

setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
buildSnapshot(process.argv[2]);
removeOld(process.argv[2]);
