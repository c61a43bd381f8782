/** A lesson's source as cells: Markdown in which each fence that starts with ```ts is a cell of code. */

export type Role = "solution" | "check";

export interface LessonCell {
  type: "markdown" | "code";
  /** The same from build to build, so that a student's notebook can be compared with a newer one. */
  id: string;
  source: string;
  /** What the cell is to an exercise: where the student writes, or where the writing is checked. */
  exercise?: { id: string; role: Role };
  /** On the page of the open task: what a person can give for it. */
  task?: { points: number };
}

const fence = /^```ts(?: (\w+)=([a-z0-9-]+))?\n([\s\S]*?)^```\n/gm;

/**
 * Reads a lesson's source.
 *
 * Text becomes one Markdown cell for each page, and a page starts at a heading of level 2. A fence names its cell:
 * `ts id=NAME`, or for an exercise `ts solution=ID` and `ts check=ID`. Fences of other languages stay in the text.
 * The open task is the page "## An open task … (10 points …)".
 *
 * @throws {SyntaxError} If a fence has no name or another one's, or an exercise lacks its check.
 */
export function parseLesson(markdown: string): LessonCell[] {
  const cells: LessonCell[] = [];
  let page = { id: "start", parts: 0 };
  const addText = (text: string) => {
    for (const piece of text.split(/^(?=## )/m)) {
      const heading = /^## (.*)/.exec(piece)?.[1];
      if (heading) page = { id: slug(heading), parts: 0 };
      if (piece.trim() === "") continue;
      page.parts++;
      const points = /^## An open task\b.*\((\d+) points\b/.exec(piece)?.[1];
      const task = points === undefined ? {} : { task: { points: Number(points) } };
      cells.push({ type: "markdown", id: `${page.id}-${page.parts}`, source: piece.trim(), ...task });
    }
  };
  let end = 0;
  for (const match of markdown.matchAll(fence)) {
    const [whole, kind, name, source] = match;
    addText(markdown.slice(end, match.index));
    cells.push(codeCell(kind, { name, source: source.trimEnd() }));
    end = match.index + whole.length;
  }
  addText(markdown.slice(end));
  checkCells(cells);
  return cells;
}

function codeCell(kind: string | undefined, { name, source }: { name: string; source: string }): LessonCell {
  if (kind === "id") return { type: "code", id: name, source };
  if (kind === "solution" || kind === "check")
    return { type: "code", id: `${kind}-${name}`, source, exercise: { id: name, role: kind } };
  throw new SyntaxError(
    `Cannot read lesson: a fence must be "ts id=…", "ts solution=…" or "ts check=…", got ${kind ?? "no name"} before: ${source.slice(0, 60)}`,
  );
}

function checkCells(cells: LessonCell[]): void {
  const ids = new Set<string>();
  for (const { id, exercise } of cells) {
    if (ids.has(id)) throw new SyntaxError(`Cannot read lesson: two cells are called ${id}`);
    ids.add(id);
    if (exercise?.role === "check" && !ids.has(`solution-${exercise.id}`))
      throw new SyntaxError(
        `Cannot read lesson: exercise ${exercise.id} has a check and no solution before it`,
      );
  }
  for (const { exercise } of cells)
    if (exercise && !ids.has(`check-${exercise.id}`))
      throw new SyntaxError(`Cannot read lesson: exercise ${exercise.id} has no check`);
}

/** A heading as an id: letters, digits and hyphens, as nbformat wants them. */
function slug(heading: string): string {
  const words = heading.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, 50);
}
