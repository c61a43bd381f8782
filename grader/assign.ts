/** Hands out an assignment: from a teacher's notebooks to the students' versions. */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { formatNotebook, readNotebook } from "../kernel/notebook/nbformat.ts";
import { coursePath } from "./course/course-path.ts";
import { cellKind, gradedCell } from "./nbgrader/cell.ts";
import { studentVersion } from "./nbgrader/student-version.ts";

/** A notebook that was handed out. */
export interface Assigned {
  /** The student version's file. */
  path: string;
  points: number;
  /** How many cells are scored by tests, and how many by a person. */
  tests: number;
  manual: number;
}

/**
 * Makes `release/ASSIGNMENT` from `source/ASSIGNMENT` in a course's folder, nbgrader's layout: solutions, hidden tests and mark
 * schemes go, checksums come. Nothing is written unless every notebook of the assignment is good.
 *
 * @throws {Error} If there is no such assignment, or a notebook cannot be handed out, with the cell and the reason.
 */
export async function assign(course: string, assignment: string): Promise<Assigned[]> {
  const folder = coursePath(course, { step: "source", assignment });
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".ipynb")).sort();
  if (names.length === 0) throw new Error(`Cannot assign ${assignment}: there is no notebook in ${folder}`);
  const made = await Promise.all(names.map((name) => studentFile(join(folder, name))));
  const place = { step: "release", assignment } as const;
  await mkdir(coursePath(course, place), { recursive: true });
  return Promise.all(
    made.map(async ({ name, text, ...counts }) => {
      const path = coursePath(course, { ...place, notebook: basename(name, ".ipynb") });
      await writeFile(path, text);
      return { path, ...counts };
    }),
  );
}

async function studentFile(path: string): Promise<Omit<Assigned, "path"> & { name: string; text: string }> {
  const { notebook, layout } = await readNotebook(path);
  try {
    const { release } = studentVersion(notebook);
    const scored = release.cells.filter((cell) => gradedCell(cell)?.points !== undefined);
    const count = (...kinds: string[]) => scored.filter((cell) => kinds.includes(cellKind(cell))).length;
    return {
      ...{ name: basename(path), text: formatNotebook(release, layout) },
      points: scored.reduce((sum, cell) => sum + Number(gradedCell(cell)!.points), 0),
      ...{ tests: count("tests"), manual: count("manual answer", "task") },
    };
  } catch (cause) {
    throw new Error(`${(cause as Error).message} (${basename(dirname(path))}/${basename(path)})`, { cause });
  }
}
