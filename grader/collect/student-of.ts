/** Whose file it is, by its path, in the ways in which learning platforms name what they hand out. */

export interface Owner {
  student: string;
  /** The notebook's own name, where the layout keeps it: nbgrader's, with several notebooks an assignment. */
  notebook?: string;
}

/**
 * Reads the student out of a path:
 *
 * - nbgrader: `ada/ps1/problem.ipynb`, also below `submitted/`
 * - Moodle: `Ada Lovelace_48121_assignsubmission_file/problem.ipynb`, the number being the participant's
 * - Canvas: `lovelaceada_LATE_1042_88310_problem.ipynb`, the first number being the user's
 * - plain: `ada/problem.ipynb` or `ada.ipynb`
 *
 * @param path With / between folders; its ending is left out of account.
 */
export function ownerOf(path: string, assignment: string): Owner {
  const parts = path
    .replace(/\.\w+$/, "")
    .split("/")
    .filter(Boolean);
  const at = parts.indexOf(assignment);
  if (at > 0 && at === parts.length - 2) return { student: parts[at - 1], notebook: parts[at + 1] };
  for (const part of parts) {
    const [, name, id] = /^(.+?)_(\d+)_assignsubmission_/.exec(part) ?? [];
    if (name !== undefined) return { student: `${name}_${id}` };
  }
  const [, login, user] = /^([^_]+)(?:_LATE|_late)?_(\d+)_\d+_.+$/.exec(parts[parts.length - 1] ?? "") ?? [];
  if (login !== undefined) return { student: `${login}_${user}` };
  return { student: parts[0] ?? "" };
}
