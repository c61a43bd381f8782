/** Whose file it is, by its path, in the ways in which learning platforms name what they hand out. */
import { fileName } from "../graded-files.ts";

export interface Owner {
  /** As a name of a folder. A platform's number stands at its end, also where the name is long or odd. */
  student: string;
  /** The file's own name: without its ending, and without what a platform puts around it. */
  file: string;
  /** The name under which it is kept: its own in a folder of the assignment's name, as there may be several; else the assignment's. */
  notebook: string;
  /** It lies in nbgrader's folders, whose `timestamp.txt` can be believed: in a platform's, a student would have put it there. */
  isNbgraders?: boolean;
}

/**
 * Reads the student out of a path:
 *
 * - Moodle: `Ada Lovelace_48121_assignsubmission_file/problem.ipynb`, the number being the participant's
 * - nbgrader: `ada/ps1/problem.ipynb`, also below `submitted/`
 * - Canvas: `lovelaceada_LATE_1042_88310_problem.ipynb`, the first number being the user's
 * - plain: `ada/problem.ipynb` or `ada.ipynb`
 *
 * Moodle's comes first: what stands below its folder, a student has named.
 *
 * @param path As the platform gave it, with / between folders, and nothing from inside a student's archive; its ending is left out
 * of account.
 */
export function ownerOf(path: string, assignment: string): Owner {
  const parts = partsOf(path);
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  for (const part of parts) {
    const [, name, id, rest] = /^(.+?)_(\d+)_assignsubmission_(?:[a-z]+_)?(.*)$/.exec(part) ?? [];
    if (name === undefined) continue;
    const owner = ownerInside(path, { student: `${fileName(name)}_${id}`, assignment });
    return part === last ? { ...owner, file: rest! } : owner;
  }
  const at = parts.indexOf(assignment, 1);
  if (at > 0 && at === parts.length - 2)
    return { ...ownerInside(path, { student: fileName(parts[at - 1]), assignment }), isNbgraders: true };
  const [, login, user, file] = /^([^_]+)(?:_LATE|_late)?_(\d+)_\d+_(.+?)(?:-\d+)?$/.exec(last) ?? [];
  if (login !== undefined)
    return { student: `${fileName(login)}_${user}`, file: file!, notebook: assignment };
  return { student: fileName(first), file: last, notebook: assignment };
}

/** What a path says below the folder of a student who is known, or in an archive of theirs. */
export function ownerInside(
  path: string,
  { student, assignment }: { student: string; assignment: string },
): Owner {
  const [folder, file = ""] = ["", ...partsOf(path)].slice(-2);
  return { student, file, notebook: folder === assignment ? file : assignment };
}

const partsOf = (path: string) =>
  path
    .replace(/\.\w+$/, "")
    .split("/")
    .filter(Boolean);
