/** What a lesson's notebook shows when it is solved: the pictures that feedback puts beside a student's. */
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { joinText, type Notebook, writeNotebook } from "../kernel/notebook/nbformat.ts";
import { buildLesson } from "../lessons/build.ts";
import { withoutOutputs } from "./grade-lesson.ts";
import { expectedPath, keptNotebook } from "./graded-files.ts";
import { openRealm, type RealmOptions } from "./realm/open-realm.ts";

export interface ExpectedOptions extends RealmOptions {
  /** Where the result is kept, in `expected/`. */
  out: string;
  lesson: string;
  /** The teacher's own notebook; the lesson's, with its solutions, unless given. */
  source?: Notebook;
}

/**
 * Runs a solution where the submissions run too, so that the two differ by what the student wrote alone. The result is kept
 * in `out/expected` and taken from there until the solution changes.
 *
 * @throws {Error} If the solution does not run to its end: then nobody's could.
 */
export async function runExpected({ out, lesson, source, ...options }: ExpectedOptions): Promise<Notebook> {
  const solved = withoutOutputs(source ?? (buildLesson(lesson, { solutions: true }) as unknown as Notebook));
  const path = expectedPath(out, lesson);
  const before = await keptNotebook(path);
  if (before && sources(before) === sources(solved)) return before;
  const realm = await openRealm({ ...options, lessons: source ? [] : [lesson] });
  try {
    for await (const { index, outputs } of realm.run(solved)) solved.cells[index].outputs = outputs;
  } finally {
    await realm.close();
  }
  await mkdir(dirname(path), { recursive: true });
  await writeNotebook(path, solved);
  return solved;
}

const sources = ({ cells }: Notebook) => JSON.stringify(cells.map(({ source }) => joinText(source)));
