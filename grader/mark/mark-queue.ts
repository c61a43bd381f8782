/** What waits for a person in a folder of grades. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { NotebookCell } from "../../kernel/notebook/nbformat.ts";
import { readOutcomes } from "../export/sheet.ts";
import { extraName, type Scored, scoredParts } from "../grade.ts";
import { expectedPath, keptNotebook, ranPath } from "../graded-files.ts";
import { answerCells, answerText } from "./answers.ts";
import { answerDigest, type Mark, readMarks } from "./marks.ts";

/** One answer that a person scores. */
export interface MarkItem {
  student: string;
  part: Scored;
  /** What the student wrote, with its outputs. */
  cells: NotebookCell[];
  /** Its digest, which a mark names. */
  answer: string;
  /** The mark that holds for it. */
  mark?: Mark;
  /** A mark for an answer that was another: what was said then. */
  earlier?: Mark;
  /** The teacher's own answer, where it is known. */
  solution: string;
  rubric: RubricLine[];
  extra?: { points: number; comment: string };
}

/** One reason for points. */
export interface RubricLine {
  label: string;
  points: number;
}

/**
 * Lists what a person scores: the same question of every student one after the other, so that all are measured alike.
 *
 * @param all Also what tests have scored. False by default.
 * @throws {Error} If nothing was graded in the folder.
 */
export async function markItems(graded: string, { all = false } = {}): Promise<MarkItem[]> {
  const items: MarkItem[] = [];
  const rubric = await readRubric(graded);
  const seen = new Map<string, number>();
  for (const outcome of await readOutcomes(graded)) {
    if (!("grade" in outcome)) continue;
    const { grade } = outcome;
    const notebook = await keptNotebook(ranPath({ out: graded, ...grade }));
    const marks = await readMarks(graded, grade.student);
    for (const part of scoredParts(grade)) {
      const mark = Object.hasOwn(marks.cells, part.name) ? marks.cells[part.name] : undefined;
      if (part.name === extraName) continue;
      if (!all && !mark && part.score !== undefined && part.kind === "tests") continue;
      if (!seen.has(part.name)) seen.set(part.name, seen.size);
      const cells = notebook ? answerCells(notebook, part.name) : [];
      const answer = answerDigest(answerText(cells));
      items.push({
        ...{ student: grade.student, part, cells, answer, rubric: rubric[part.name] ?? [] },
        solution: await solutionOf(graded, grade.lesson, part.name),
        ...(mark ? { [mark.answer === answer ? "mark" : "earlier"]: mark } : {}),
        ...(marks.extra ? { extra: marks.extra } : {}),
      });
    }
  }
  return items.sort((a, b) => seen.get(a.part.name)! - seen.get(b.part.name)!);
}

/** `rubric.json`: for each cell's name a list of reasons with points. */
async function readRubric(graded: string): Promise<Record<string, RubricLine[]>> {
  const path = join(graded, "rubric.json");
  if (!existsSync(path)) return {};
  const rubric = JSON.parse(await readFile(path, "utf8")) as Record<string, RubricLine[]>;
  for (const [name, lines] of Object.entries(rubric))
    if (
      !Array.isArray(lines) ||
      !lines.every(({ label, points }) => typeof label === "string" && Number.isFinite(points))
    )
      throw new Error(
        `Cannot read ${path}: ${name} must be a list like [{ "label": "names the noise", "points": 1 }]`,
      );
  return rubric;
}

async function solutionOf(graded: string, lesson: string, name: string): Promise<string> {
  const expected = await keptNotebook(expectedPath(graded, lesson));
  return expected ? answerText(answerCells(expected, name)) : "";
}
