import { join } from "node:path";

/** The folders of nbgrader's course, in the order in which a notebook passes through them. */
export type Step = "source" | "release" | "submitted" | "autograded" | "feedback";

export interface CoursePlace {
  step: Step;
  /** Left out in `source` and `release`, which are everybody's. */
  student?: string;
  assignment: string;
  /** The notebook's name without its ending. */
  notebook?: string;
  /** Ending of the file, with its dot; .ipynb unless given. */
  ending?: string;
}

/**
 * The path of a file in nbgrader's layout, `STEP/STUDENT/ASSIGNMENT/NOTEBOOK.ipynb`, or of the assignment's folder.
 *
 * @throws {RangeError} If a name is no plain name of a file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const place = { step: "submitted", student: "ada", assignment: "ps1", notebook: "problem" } as const;
 * assert.equal(coursePath("course", place), "course/submitted/ada/ps1/problem.ipynb");
 * ```
 */
export function coursePath(course: string, place: CoursePlace): string {
  const { step, student, assignment, notebook, ending = ".ipynb" } = place;
  const names = [...(student === undefined ? [] : [student]), assignment];
  for (const name of [...names, ...(notebook === undefined ? [] : [notebook])]) refuseOddName(name);
  return join(course, step, ...names, ...(notebook === undefined ? [] : [`${notebook}${ending}`]));
}

/** A name that could lead out of its folder, or that some system takes for something else. */
function refuseOddName(name: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in a name.
  if (/^\.{1,2}$|^$|[/\\\u0000-\u001f\u007f]/.test(name) || Buffer.byteLength(name) > 200)
    throw new RangeError(
      `Cannot use ${JSON.stringify(name.slice(0, 60))} as a name: it must be a plain file name of at most 200 bytes`,
    );
}
