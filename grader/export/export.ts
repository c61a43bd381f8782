/** Hands grades over to other systems: one function for each form. */
import { existsSync } from "node:fs";
import { mkdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeAtomic } from "../../kernel/notebook/write-atomic.ts";
import { fileName } from "../graded-files.ts";
import { readPolicy } from "../mark/policy.ts";
import { gradescopeResults } from "./gradescope.ts";
import { readGradebook } from "./read-gradebook.ts";
import { readOutcomes, type SheetRow, sheetOf } from "./sheet.ts";
import type { Student } from "./student.ts";
import { canvasCsv, moodleCsv, nbgraderCsv } from "./tables.ts";
import { writeGradebook } from "./write-gradebook.ts";

export interface ExportOptions {
  /** File or folder; the form's own name in this folder unless given. */
  to?: string;
  students?: ReadonlyMap<string, Student>;
  /** In ISO form. */
  duedate?: string;
}

/** Writes the rows, and gives the path of what was written. */
type Form = (rows: SheetRow[], options: ExportOptions) => Promise<string>;

const table =
  (name: string, format: (rows: SheetRow[], options: ExportOptions) => string): Form =>
  async (rows, options) => {
    const path = options.to ?? name;
    await mkdir(dirname(path), { recursive: true });
    await writeAtomic(path, format(rows, options));
    return path;
  };

/** The forms by name. */
export const forms: Record<string, Form> = {
  nbgrader: table("grades.csv", nbgraderCsv),
  canvas: table("canvas.csv", canvasCsv),
  moodle: table("moodle.csv", moodleCsv),
  gradescope: async (rows, { to = "gradescope" }) => {
    for (const row of rows) {
      const path = join(to, fileName(row.student.id), "results.json");
      await mkdir(dirname(path), { recursive: true });
      await writeAtomic(path, `${JSON.stringify(gradescopeResults(row), null, 2)}\n`);
    }
    return to;
  },
  gradebook: async (rows, { to = "gradebook.db", duedate }) => {
    const before = existsSync(to) ? { before: await readFile(to) } : {};
    await mkdir(dirname(to), { recursive: true });
    await writeAtomic(to, await writeGradebook(rows, { ...before, ...(duedate ? { duedate } : {}) }));
    return to;
  },
};

/**
 * Reads grades: folders that `noisebook grade` wrote, or nbgrader's gradebook.db.
 *
 * @throws {Error} If there is no grade in one of them.
 */
export async function readSheet(
  sources: readonly string[],
  students: ReadonlyMap<string, Student> | undefined,
): Promise<SheetRow[]> {
  const parts = sources.map(async (source) => {
    if ((await stat(source).catch(() => undefined))?.isFile())
      return (await readGradebook(await readFile(source))).rows;
    const outcomes = await readOutcomes(source);
    const graded = outcomes.find((outcome) => "grade" in outcome);
    const lesson = graded && "grade" in graded ? graded.grade.lesson : "";
    const late = await readPolicy(source);
    return sheetOf(outcomes, { lesson, ...(students ? { students } : {}), ...(late ? { late } : {}) });
  });
  return (await Promise.all(parts)).flat();
}
