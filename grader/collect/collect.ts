/** Brings what students handed in, in whatever form a platform gives it, into nbgrader's folders. */
import { lstat, mkdir, readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { writeAtomic } from "../../kernel/notebook/write-atomic.ts";
import { coursePath } from "../course/course-path.ts";
import { readTimestamp, writeTimestamp } from "../course/timestamp.ts";
import { fileName } from "../graded-files.ts";
import { type ArchiveLimits, readArchive } from "./archive.ts";
import { ownerOf } from "./student-of.ts";

export interface CollectOptions {
  assignment: string;
  /** The course's folder; submissions go into its `submitted`. */
  course: string;
  limits?: Partial<ArchiveLimits>;
}

/** One thing that was found: collected, or refused with the reason. */
export type CollectStep =
  | { student: string; path: string; state: "new" | "newer" | "same" | "older" }
  | { name: string; reason: string };

interface Found {
  /** Its path in what was given, with / between folders. */
  path: string;
  bytes: Buffer;
  modified: Date;
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
  yield* isZip(found.bytes) ? archive(found, "", options) : taken(found, options);
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
    else yield* one({ path, bytes: await readFile(join(root, path)), modified: stat.mtime }, options);
  }
}

/** A file of the folder or of the platform's archive; an archive here is a student's. */
async function* one(found: Found, options: CollectOptions): AsyncGenerator<CollectStep, void> {
  if (isZip(found.bytes)) yield* archive(found, `${found.path.replace(/\.zip$/i, "")}/`, options);
  else yield* taken(found, options);
}

/** @param prefix Stands before the names in a student's own archive, so that they are the student's. */
async function* archive(
  { path, bytes }: Found,
  prefix: string,
  options: CollectOptions,
): AsyncGenerator<CollectStep, void> {
  let files: Awaited<ReturnType<typeof readArchive>>;
  try {
    files = await readArchive(bytes, path, options.limits);
  } catch (error) {
    yield { name: path, reason: (error as Error).message };
    return;
  }
  const stamp = files.find(({ name }) => basename(name) === "timestamp.txt");
  const when = stamp && prefix !== "" ? readTimestamp(stamp.bytes.toString("utf8")) : undefined;
  for (const { name, bytes: content, modified } of files) {
    if (litter.test(name)) continue;
    const file = { path: prefix + name, bytes: content, modified: when ? new Date(when) : modified };
    // Archives in archives in archives are nobody's homework.
    if (prefix === "") yield* one(file, options);
    else yield* taken(file, options);
  }
}

async function* taken(
  { path, bytes, modified }: Found,
  { assignment, course }: CollectOptions,
): AsyncGenerator<CollectStep, void> {
  if (basename(path) === "timestamp.txt") return;
  if (!path.endsWith(".ipynb")) {
    yield { name: path, reason: "it is no notebook" };
    return;
  }
  const { student: name, notebook = assignment } = ownerOf(path, assignment);
  const student = fileName(name);
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
