/** Brings what students handed in, in whatever form a platform gives it, into nbgrader's folders. */
import { lstat, mkdir, readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { writeAtomic } from "../../kernel/notebook/write-atomic.ts";
import { coursePath } from "../course/course-path.ts";
import { timestampBeside } from "../course/submissions.ts";
import { readTimestamp, writeTimestamp } from "../course/timestamp.ts";
import { fileName } from "../graded-files.ts";
import { type ArchiveLimits, readArchive } from "./archive.ts";
import { notebookIn, type Owner, ownerOf } from "./student-of.ts";

export interface CollectOptions {
  assignment: string;
  /** The course's folder; submissions go into its `submitted`. */
  course: string;
  limits?: Partial<ArchiveLimits>;
}

/** One thing that was found: collected, or refused with the reason. */
export type CollectStep =
  | { student: string; path: string; state: "new" | "newer" | "same" | "older" }
  | Refused;

interface Refused {
  name: string;
  reason: string;
}

/** A file that was handed in. */
interface Found {
  /** Its path in what was given, with / between folders. */
  path: string;
  bytes: Buffer;
  modified: Date;
  /** What `timestamp.txt` beside it says. */
  stamp?: string | undefined;
}

/** Files that systems and Jupyter leave behind. */
const litter = /(^|\/)(__MACOSX|\.ipynb_checkpoints|\.[^/]*|Thumbs\.db|desktop\.ini)(\/|$)/;

/** Larger files in a folder are not read. */
const mostBytes = 100 * 2 ** 20;

/**
 * Collects a zip or a folder of submissions into `COURSE/submitted/STUDENT/ASSIGNMENT/NOTEBOOK.ipynb`, with `timestamp.txt`.
 * A zip within is a student's own. Each is refused alone: one hostile archive does not keep the others out.
 *
 * Of several submissions of a student the newest stays.
 */
export async function* collect(source: string, options: CollectOptions): AsyncGenerator<CollectStep, void> {
  const stat = await lstat(source).catch(() => undefined);
  if (!stat) throw new Error(`Cannot collect ${source}: there is no such file or folder`);
  if (stat.isDirectory()) {
    yield* folder(source, "", options);
    return;
  }
  const found = { path: basename(source), bytes: await readFile(source), modified: stat.mtime };
  if (!isZip(found.bytes)) yield* one(found, options);
  else
    for (const file of await unpacked(found, options)) yield* "reason" in file ? [file] : one(file, options);
}

async function* folder(
  root: string,
  below: string,
  options: CollectOptions,
): AsyncGenerator<CollectStep, void> {
  for (const name of (await readdir(join(root, below))).sort()) {
    const path = below === "" ? name : `${below}/${name}`;
    if (litter.test(path)) continue;
    const stat = await lstat(join(root, path));
    if (stat.isSymbolicLink()) yield { name: path, reason: "it is a link" };
    else if (stat.isDirectory()) yield* folder(root, path, options);
    else if (!stat.isFile()) yield { name: path, reason: "it is neither a file nor a folder" };
    else if (stat.size > mostBytes)
      yield { name: path, reason: `it has ${stat.size} bytes, more than ${mostBytes}` };
    else {
      const [bytes, stamp] = [await readFile(join(root, path)), await timestampBeside(join(root, path))];
      yield* one({ path, bytes, modified: stat.mtime, stamp }, options);
    }
  }
}

/**
 * A file of the folder or of the platform's archive. An archive here is a student's: what is in it has no say in whose it is, and
 * when it came.
 */
async function* one(found: Found, options: CollectOptions): AsyncGenerator<CollectStep, void> {
  const { student, notebook, isNbgraders } = ownerOf(found.path, options.assignment);
  const modified = isNbgraders && found.stamp !== undefined ? new Date(found.stamp) : found.modified;
  if (!isZip(found.bytes)) return yield* taken({ ...found, modified, student, notebook }, options);
  for (const file of await unpacked(found, options)) {
    if ("reason" in file) yield file;
    // Archives in archives in archives are nobody's homework.
    else {
      const inside = {
        path: `${found.path}/${file.path}`,
        notebook: notebookIn(file.path, options.assignment),
      };
      yield* taken({ ...file, ...inside, modified, student }, options);
    }
  }
}

/** The files of an archive; or nothing but why it is refused. */
async function unpacked({ path, bytes }: Found, { limits }: CollectOptions): Promise<(Found | Refused)[]> {
  try {
    const files = (await readArchive(bytes, path, limits)).filter(({ name }) => !litter.test(name));
    const stamps = files.filter(({ name }) => basename(name) === "timestamp.txt");
    const times = new Map(
      stamps.map((stamp) => [dirname(stamp.name), readTimestamp(stamp.bytes.toString("utf8"))]),
    );
    return files.map(({ name, ...file }) => ({ ...file, path: name, stamp: times.get(dirname(name)) }));
  } catch (error) {
    return [{ name: path, reason: (error as Error).message }];
  }
}

async function* taken(
  { path, bytes, modified, ...owner }: Found & Owner,
  { assignment, course }: CollectOptions,
): AsyncGenerator<CollectStep, void> {
  if (basename(path) === "timestamp.txt") return;
  if (!path.endsWith(".ipynb")) {
    yield { name: path, reason: "it is no notebook" };
    return;
  }
  const { notebook = assignment } = owner;
  const student = fileName(owner.student);
  const target = coursePath(course, { step: "submitted", student, assignment, notebook });
  const stampPath = join(dirname(target), "timestamp.txt");
  const before = await readFile(target).catch(() => undefined);
  const earlier = await readFile(stampPath, "utf8").then(readTimestamp, () => undefined);
  if (before?.equals(bytes)) yield { student, path: target, state: "same" };
  else if (before && earlier !== undefined && modified.toISOString() < earlier)
    yield { student, path: target, state: "older" };
  else {
    await mkdir(dirname(target), { recursive: true });
    await writeAtomic(target, bytes);
    await writeAtomic(stampPath, `${writeTimestamp(modified)}\n`);
    yield { student, path: target, state: before ? "newer" : "new" };
  }
}

const isZip = (bytes: Buffer) => bytes.length > 3 && bytes.readUInt32LE(0) === 0x04034b50;
