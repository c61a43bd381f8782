/** Finds what students have handed in, in the layouts that teachers have. */
import { createHash } from "node:crypto";
import { lstat, readdir, readFile, realpath } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { readTimestamp } from "./timestamp.ts";

export interface Submission {
  student: string;
  path: string;
  /** SHA-256 of the file, in hex. */
  sha256: string;
  text: string;
  /** When it was handed in, in ISO form and UTC, if its folder has nbgrader's `timestamp.txt`. */
  timestamp?: string;
}

/** Something in the folder that is no submission, and why. */
export interface Passed {
  path: string;
  reason: string;
}

/** Larger notebooks are not read: outputs may be long, but not this long. */
const mostBytes = 100 * 2 ** 20;

/**
 * Lists the submissions in a folder: `STUDENT.ipynb`, or nbgrader's `STUDENT/ASSIGNMENT/NOTEBOOK.ipynb`, also without the
 * folder of the assignment. Links are not followed: they could show another student's work.
 *
 * @param lesson In nbgrader's layout, the assignment and the notebook's name.
 */
export async function findSubmissions(
  folder: string,
  lesson: string,
): Promise<{ submissions: Submission[]; passed: Passed[] }> {
  const submissions: Submission[] = [];
  const passed: Passed[] = [];
  const root = await realpath(folder);
  for (const name of (await readdir(root)).sort()) {
    const path = join(root, name);
    const stat = await lstat(path);
    if (stat.isSymbolicLink()) passed.push({ path, reason: "it is a link" });
    else if (stat.isFile() && name.endsWith(".ipynb")) await take(path, basename(name, ".ipynb"));
    else if (stat.isDirectory()) await takeFolder(path, name);
    else passed.push({ path, reason: "it is no notebook" });
  }
  return { submissions, passed };

  async function takeFolder(path: string, student: string): Promise<void> {
    const isNamed = (file: string) => basename(file) === `${lesson}.ipynb`;
    const all = (await notebooksBelow(path)).filter(
      (file) => isNamed(file) || relative(path, file).split(sep).includes(lesson),
    );
    // What else a student keeps beside the notebook is no reason not to grade it.
    const found = all.filter(isNamed).length === 1 ? all.filter(isNamed) : all;
    const [file] = found;
    if (found.length === 1) await take(file, student, await timestampBeside(file));
    else if (found.length === 0) passed.push({ path, reason: `it holds no notebook of ${lesson}` });
    else passed.push({ path, reason: `it holds ${found.length} notebooks of ${lesson}` });
  }

  async function take(path: string, student: string, timestamp?: string): Promise<void> {
    if (submissions.some((earlier) => earlier.student === student)) {
      passed.push({ path, reason: `there is another notebook of ${student}` });
      return;
    }
    const { size } = await lstat(path);
    if (size > mostBytes) {
      passed.push({ path, reason: `it has ${size} bytes, more than ${mostBytes}` });
      return;
    }
    const bytes = await readFile(path);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const text = bytes.toString("utf8");
    submissions.push({ student, path, sha256, text, ...(timestamp === undefined ? {} : { timestamp }) });
  }
}

async function notebooksBelow(folder: string, depth = 0): Promise<string[]> {
  if (depth > 4) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const lists = entries
    .filter((entry) => !entry.name.startsWith("."))
    .map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return notebooksBelow(path, depth + 1);
      return entry.isFile() && entry.name.endsWith(".ipynb") ? [path] : [];
    });
  return (await Promise.all(lists)).flat().sort();
}

/** What nbgrader's `timestamp.txt` beside a notebook says, as `readTimestamp` gives it. */
export async function timestampBeside(notebook: string): Promise<string | undefined> {
  const path = join(dirname(notebook), "timestamp.txt");
  const stat = await lstat(path).catch(() => undefined);
  return stat?.isFile() && stat.size < 1000 ? readTimestamp(await readFile(path, "utf8")) : undefined;
}
