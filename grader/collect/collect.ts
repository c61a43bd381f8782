/** Brings what students handed in, in whatever form a platform gives it, into nbgrader's folders. */
import { lstat, mkdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { writeAtomic } from "../../kernel/notebook/write-atomic.ts";
import { coursePath } from "../course/course-path.ts";
import { readTimestamp, writeTimestamp } from "../course/timestamp.ts";
import type { ArchiveLimits } from "./archive.ts";
import { type Found, filesInArchive, filesInFolder, isZip, type Refused } from "./files-in.ts";
import { type Owner, ownerInside, ownerOf } from "./student-of.ts";

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

/**
 * Collects a zip or a folder of submissions into `COURSE/submitted/STUDENT/ASSIGNMENT/NOTEBOOK.ipynb`, with `timestamp.txt`.
 * A zip within is a student's own. Each is refused alone: one hostile archive does not keep the others out.
 *
 * Of several notebooks of a student the one of the assignment's name stays, of several submissions the newest.
 */
export async function* collect(source: string, options: CollectOptions): AsyncGenerator<CollectStep, void> {
  const stat = await lstat(source).catch(() => undefined);
  if (!stat) throw new Error(`Cannot collect ${source}: there is no such file or folder`);
  const { assignment, course, limits } = options;
  // An odd name of the assignment is no submission's fault.
  coursePath(course, { step: "submitted", assignment });
  const files = stat.isDirectory() ? await filesInFolder(source) : await filesInFile(source, limits);
  const owned = files.map((file) => ("reason" in file ? file : handedIn(file, assignment)));
  for (const file of withoutOthers(owned)) {
    if ("reason" in file) yield file;
    else yield* one(file, options);
  }
}

async function filesInFile(source: string, limits?: Partial<ArchiveLimits>): Promise<(Found | Refused)[]> {
  const [bytes, { mtime }] = [await readFile(source), await lstat(source)];
  const path = basename(source);
  return isZip(bytes)
    ? filesInArchive(bytes, path, limits)
    : [{ path, modified: mtime, read: async () => bytes }];
}

/** A file and whose it is. */
type Owned = Found & Owner;

/** A file of the folder or of the platform's archive. */
function handedIn(found: Found, assignment: string): Owned {
  const owner = ownerOf(found.path, assignment);
  const isStamped = owner.isNbgraders && found.stamp !== undefined;
  return { ...found, ...owner, ...(isStamped ? { modified: new Date(found.stamp!) } : {}) };
}

/** A notebook that would be taken for the assignment's is refused where there is one of just its name. */
function withoutOthers(files: readonly (Owned | Refused)[]): (Owned | Refused)[] {
  const target = ({ student, notebook }: Owner) => `${student}/${notebook}`;
  const isOther = (file: Owned) => isNotebook(file) && file.file !== file.notebook;
  const named = files.filter((file) => !("reason" in file) && isNotebook(file) && !isOther(file));
  const taken = new Set((named as Owned[]).map(target));
  return files.map((file) =>
    "reason" in file || !isOther(file) || !taken.has(target(file))
      ? file
      : { name: file.path, reason: `${file.notebook}.ipynb was handed in with it` },
  );
}

const isNotebook = ({ path }: Found) => path.endsWith(".ipynb");

/** A file, or all that is in a student's archive, which has no say in whose it is and when it came. */
async function* one(file: Owned, options: CollectOptions): AsyncGenerator<CollectStep, void> {
  const bytes = await file.read();
  if (!isZip(bytes)) return yield* taken(file, bytes, options);
  const { path, student, modified } = file;
  const inside = await filesInArchive(bytes, path, options.limits);
  const owned = inside.map((each) =>
    "reason" in each
      ? each
      : {
          ...each,
          ...ownerInside(each.path, { student, assignment: options.assignment }),
          path: `${path}/${each.path}`,
        },
  );
  for (const each of withoutOthers(byDate(owned))) {
    if ("reason" in each) yield each;
    // Archives in archives in archives are nobody's homework.
    else yield* taken({ ...each, modified }, await each.read(), options);
  }
}

/** The newest last: of several it is the one that stays. */
const byDate = (files: (Owned | Refused)[]) => files.toSorted((a, b) => dateOf(a) - dateOf(b));

const dateOf = (file: Owned | Refused) => ("reason" in file ? 0 : file.modified.getTime());

async function* taken(
  { path, modified, student, notebook }: Owned,
  bytes: Buffer,
  { assignment, course }: CollectOptions,
): AsyncGenerator<CollectStep, void> {
  if (basename(path) === "timestamp.txt") return;
  if (!path.endsWith(".ipynb")) {
    yield { name: path, reason: "it is no notebook" };
    return;
  }
  let target: string;
  try {
    target = coursePath(course, { step: "submitted", student, assignment, notebook });
  } catch (error) {
    yield { name: path, reason: (error as Error).message };
    return;
  }
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
