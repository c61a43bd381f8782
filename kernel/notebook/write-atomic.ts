import { randomBytes } from "node:crypto";
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file in one step: the text goes to a file beside it, which then takes its name. A link is followed, and the
 * permissions of a file that was there are kept.
 *
 * @throws {Error} In one sentence, if the file cannot be written; what was there before is untouched.
 */
export async function writeAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const draft = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString("hex")}`);
  try {
    const old = await stat(target).catch(() => undefined);
    const file = await open(draft, "wx");
    try {
      // Not by `open`, which takes away what the umask forbids to new files.
      if (old) await file.chmod(old.mode & 0o7777);
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, target);
  } catch (cause) {
    await rm(draft, { force: true });
    throw new Error(`Cannot write ${path}: ${reason(cause as NodeJS.ErrnoException)}`, { cause });
  }
}

function reason(cause: NodeJS.ErrnoException): string {
  const why: Record<string, string> = {
    ENOENT: "its folder does not exist",
    ENOTDIR: "its folder is a file",
    EISDIR: "it is a folder",
    EACCES: "you may not write there",
    EROFS: "the disk is read-only",
    ENOSPC: "the disk is full",
  };
  return why[cause.code ?? ""] ?? cause.message;
}
