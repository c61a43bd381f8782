/** Submissions for a storm: the lesson's own functions in the shortest notebook that has them, some of them wrong. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { joinText, type NotebookCell } from "../../../kernel/notebook/nbformat.ts";
import { buildLesson } from "../../../lessons/build.ts";

export const stormLesson = "02-forward-noising";

/** Of twenty submissions: nine right, six with a well-known mistake, three untouched, one that dies and one that never ends. */
export const stormKinds = [..."rwedrwrurwrwrurwrwru"];

/** How long their cells may take, in seconds: many times what any honest one does. */
export const stormCellSeconds = 5;

/** What the last two have beside what is untouched. */
const endings: Record<string, string> = {
  d: "process.kill(process.pid, 'SIGKILL');",
  e: "for (;;);",
};

/** Writes so many submissions, each another file. */
export function writeSubmissions(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  const solved = buildLesson(stormLesson, { solutions: true }) as unknown as { cells: NotebookCell[] };
  const starter = buildLesson(stormLesson) as unknown as { cells: NotebookCell[] };
  for (let at = 0; at < count; at++) {
    const kind = stormKinds[at % stormKinds.length]!;
    const { cells, ...rest } = "rw".includes(kind) ? solved : starter;
    const kept = cells
      .filter((cell, place) => isNeeded(cell, place, cells))
      .map((cell) => changed(cell, at, kind));
    if (endings[kind]) kept.push({ ...kept.at(-1)!, id: "ending", metadata: {}, source: endings[kind] });
    const name = `student-${String(at).padStart(4, "0")}`;
    const notebook = { ...rest, cells: kept };
    writeFileSync(join(folder, `${name}.ipynb`), JSON.stringify(notebook));
  }
}

/** The imports and the answers; what a lesson shows in between takes the most time and is not the grader's. */
function isNeeded(cell: NotebookCell, place: number, cells: NotebookCell[]): boolean {
  const { role } = (cell.metadata["noisebook"] ?? {}) as { role?: string };
  const first = cells.findIndex(({ cell_type: type }) => type === "code");
  return place === first || role === "solution";
}

function changed(cell: NotebookCell, at: number, kind: string): NotebookCell {
  const source = joinText(cell.source);
  const { exercise } = (cell.metadata["noisebook"] ?? {}) as { exercise?: string };
  const isWrong = kind === "w" && exercise === "halfway";
  return { ...cell, source: `${isWrong ? source.replace("<= 1", "<= 0.5") : source}\n// ${at}` };
}
