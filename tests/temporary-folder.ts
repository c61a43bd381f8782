import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folders: string[] = [];

process.on("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/**
 * A new empty folder, by its real path. It goes when the process ends and not in a hook: then all that was started in it has
 * been stopped, and the hooks of a suite that was filtered out never run.
 */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "testing-noisebook-")));
  folders.push(folder);
  return folder;
}
