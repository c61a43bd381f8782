/** Which submissions share more than chance and the task explain. */
import { joinText, type Notebook } from "../../kernel/notebook/nbformat.ts";
import { comparePrograms, type Fragment, type Program } from "./dolos.ts";
import { type Token, tokensOf } from "./tokens.ts";

export interface SimilarityOptions {
  /** What was handed out, and the teacher's solution: what is in them is nobody's own. */
  templates: Notebook[];
  /** A pair is reported when it shares a stretch of this many words of program. Default: 50, about six lines; a formula in one line has 45. */
  leastTokens?: number;
  /** Stretches that more than this share of the class has written are the obvious way. Default: 0.25, but at least 4 students. */
  mostShare?: number;
}

/** Two submissions that a person should look at. */
export interface SimilarPair {
  left: string;
  right: string;
  /** From 0 to 1: the part of what is their own that both have. */
  similarity: number;
  /** The longest stretch, in words of program. */
  longest: number;
  fragments: Fragment[];
}

export interface SimilarityReport {
  /** How many were compared; who has nothing of their own is not. */
  compared: number;
  /** The most suspicious first. */
  pairs: SimilarPair[];
  /** The solution cells of those in a pair, one text each, whose rows the fragments name. */
  texts: Record<string, string>;
}

/**
 * Compares the solution cells of submissions. It finds copies whose names, numbers, layout, comments, types or order were changed. It is a
 * reason to look, never a proof: two people who think alike write alike.
 */
export function similarity(
  submissions: readonly { student: string; notebook: Notebook }[],
  { templates, leastTokens = 50, mostShare = 0.25 }: SimilarityOptions,
): SimilarityReport {
  const given = new Set(templates.flatMap(({ cells }) => cells.map(({ source }) => joinText(source).trim())));
  const programs = submissions
    .map(({ student, notebook }) => programOf(student, solutionCells(notebook, given)))
    .filter(({ tokens }) => tokens.length > 0);
  const ignored = templates.map((notebook, at) => programOf(`template ${at}`, codeCells(notebook)));
  const mostOwners = Math.max(4, Math.floor(programs.length * mostShare));
  const pairs = comparePrograms(programs, { ignored, mostOwners })
    .map((shared) => ({
      ...shared,
      fragments: shared.fragments.filter(({ tokens }) => tokens >= leastTokens / 2),
    }))
    .map((shared) => ({ ...shared, longest: Math.max(0, ...shared.fragments.map(({ tokens }) => tokens)) }))
    .filter(({ longest }) => longest >= leastTokens)
    .sort((a, b) => b.similarity * b.longest - a.similarity * a.longest);
  const named = new Set(pairs.flatMap(({ left, right }) => [left, right]));
  const texts = Object.fromEntries(
    programs.filter(({ name }) => named.has(name)).map(({ name, text }) => [name, text]),
  );
  return { compared: programs.length, pairs, texts };
}

/** Cells one below the other. A word of its own ends each, so that no stretch goes on from one answer into the next. */
function programOf(name: string, cells: string[]): Program {
  const tokens: Token[] = [];
  let row = 0;
  for (const [at, cell] of cells.entries()) {
    const below = ({ row: own, column }: Token["from"]) => ({ row: own + row, column });
    const words = tokensOf(cell);
    if (words.length === 0) continue;
    tokens.push(...words.map(({ word, from, to }) => ({ word, from: below(from), to: below(to) })));
    row += cell.split("\n").length;
    tokens.push({ word: `end ${name} ${at}`, from: { row, column: 0 }, to: { row, column: 0 } });
    row++;
  }
  const kept = cells.filter((cell) => tokensOf(cell).length > 0);
  return { name, text: kept.join("\n\n"), tokens };
}

const codeCells = ({ cells }: Notebook) =>
  cells.filter(({ cell_type: type }) => type === "code").map(({ source }) => joinText(source));

/** The cells that are for solutions; in a notebook that does not say which, the code cells that were not handed out. */
function solutionCells({ cells }: Notebook, given: Set<string>): string[] {
  const code = cells.filter(({ cell_type: type }) => type === "code");
  const marked = code.filter(({ metadata }) => {
    const { nbgrader, noisebook } = metadata as {
      nbgrader?: { solution?: boolean };
      noisebook?: { role?: string };
    };
    return nbgrader?.solution === true || noisebook?.role === "solution";
  });
  return (marked.length > 0 ? marked : code)
    .map(({ source }) => joinText(source).trim())
    .filter((source) => source !== "" && !given.has(source));
}
