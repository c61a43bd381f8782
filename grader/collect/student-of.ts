/** Whose file it is, by its path, in the ways in which learning platforms name what they hand out. */

export interface Owner {
  student: string;
  /** The notebook's own name, where the layout keeps it: see `notebookIn`. */
  notebook?: string | undefined;
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
  const kept = notebookIn(path, assignment);
  const notebook = kept === undefined ? {} : { notebook: kept };
  for (const part of parts) {
    const [, name, id] = /^(.+?)_(\d+)_assignsubmission_/.exec(part) ?? [];
    if (name !== undefined) return { student: `${name}_${id}`, ...notebook };
  }
  const at = parts.indexOf(assignment, 1);
  if (at > 0 && at === parts.length - 2) return { student: parts[at - 1], ...notebook, isNbgraders: true };
  const [, login, user] = /^([^_]+)(?:_LATE|_late)?_(\d+)_\d+_.+$/.exec(parts[parts.length - 1] ?? "") ?? [];
  if (login !== undefined) return { student: `${login}_${user}` };
  return { student: parts[0] ?? "" };
}

/** The name of a notebook that lies in a folder of the assignment's name: of several each keeps its own. */
export function notebookIn(path: string, assignment: string): string | undefined {
  const parts = partsOf(path);
  return parts.at(-2) === assignment ? parts.at(-1) : undefined;
}

const partsOf = (path: string) =>
  path
    .replace(/\.\w+$/, "")
    .split("/")
    .filter(Boolean);
