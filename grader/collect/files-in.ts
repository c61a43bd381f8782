/** The files in what a platform hands out, or a student hands in: a folder or a zip. */
import { lstat, readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { timestampBeside } from "../course/submissions.ts";
import { readTimestamp } from "../course/timestamp.ts";
import { type ArchiveLimits, readArchive } from "./archive.ts";

/** A file that was handed in. */
export interface Found {
  /** Its path in what was given, with / between folders. */
  path: string;
  modified: Date;
  read(): Promise<Buffer>;
  /** What `timestamp.txt` beside it says. */
  stamp?: string | undefined;
}

/** What is not taken, and why. */
export interface Refused {
  name: string;
  reason: string;
}

/** Files that systems and Jupyter leave behind. */
const litter = /(^|\/)(__MACOSX|\.ipynb_checkpoints|\.[^/]*|Thumbs\.db|desktop\.ini)(\/|$)/;

/** Larger files in a folder are not read. */
const mostBytes = 100 * 2 ** 20;

/** What is in a folder and below it. Links are not followed: they could show another student's work. */
export async function filesInFolder(root: string, below = ""): Promise<(Found | Refused)[]> {
  const found: (Found | Refused)[] = [];
  for (const name of (await readdir(join(root, below))).sort()) {
    const path = below === "" ? name : `${below}/${name}`;
    if (litter.test(path)) continue;
    const place = join(root, path);
    const stat = await lstat(place);
    if (stat.isSymbolicLink()) found.push({ name: path, reason: "it is a link" });
    else if (stat.isDirectory()) found.push(...(await filesInFolder(root, path)));
    else if (!stat.isFile()) found.push({ name: path, reason: "it is neither a file nor a folder" });
    else if (stat.size > mostBytes)
      found.push({ name: path, reason: `it has ${stat.size} bytes, more than ${mostBytes}` });
    else
      found.push({
        ...{ path, modified: stat.mtime, read: () => readFile(place), stamp: await timestampBeside(place) },
      });
  }
  return found;
}

/** What is in an archive; or nothing but why it is refused. */
export async function filesInArchive(
  bytes: Buffer,
  path: string,
  limits?: Partial<ArchiveLimits>,
): Promise<(Found | Refused)[]> {
  try {
    const files = (await readArchive(bytes, path, limits)).filter(({ name }) => !litter.test(name));
    const stamps = files.filter(({ name }) => basename(name) === "timestamp.txt");
    const times = new Map(stamps.map((file) => [dirname(file.name), readTimestamp(String(file.bytes))]));
    return files.map(({ name, bytes, modified }) => ({
      ...{ path: name, modified, read: async () => bytes, stamp: times.get(dirname(name)) },
    }));
  } catch (error) {
    return [{ name: path, reason: (error as Error).message }];
  }
}

export const isZip = (bytes: Buffer) => bytes.length > 3 && bytes.readUInt32LE(0) === 0x04034b50;
