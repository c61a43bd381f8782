/** The one door to Dolos, whose core finds what programs share: winnowing of Schleimer, Wilkerson and Aiken (2003). */
import { File, FingerprintIndex, Region, TokenizedFile } from "@dodona/dolos-core";
import type { Token } from "./tokens.ts";

export interface Program {
  name: string;
  text: string;
  tokens: Token[];
}

/** A stretch that two programs share: rows of each, from 0, the last one included, and how many words it is long. */
export interface Fragment {
  left: [number, number];
  right: [number, number];
  tokens: number;
}

export interface Shared {
  left: string;
  right: string;
  /** The share of what is the students' own in both programs that both have, from 0 to 1. */
  similarity: number;
  fragments: Fragment[];
}

export interface CompareOptions {
  /** What is nobody's own: the template, the teacher's solution. */
  ignored: Program[];
  /** Stretches in more programs than this are the obvious way to write it. */
  mostOwners: number;
}

/** Words in a row that make one mark of a program, and how many marks a window has, of which one is kept. */
const [gram, window] = [10, 6];

/** Compares each program with each other; gives the pairs that share anything. */
export function comparePrograms(programs: Program[], { ignored, mostOwners }: CompareOptions): Shared[] {
  const index = new FingerprintIndex(gram, window, false, mostOwners);
  for (const program of ignored) index.addIgnoredFile(fileOf(program));
  index.addFiles(programs.map(fileOf));
  return index.allPairs().flatMap((pair) => {
    if (pair.overlap === 0) return [];
    const { leftEntry, rightEntry, leftFile, rightFile } = pair;
    const own = [leftEntry, rightEntry].map(({ kgrams, ignored }) =>
      Math.max(1, kgrams.length - ignored.size),
    );
    const fragments = pair.buildFragments().map(({ pairs, leftSelection, rightSelection }) => ({
      left: [leftSelection.startRow, leftSelection.endRow] as [number, number],
      right: [rightSelection.startRow, rightSelection.endRow] as [number, number],
      tokens:
        Math.max(...pairs.map(({ left }) => left.stop)) -
        Math.min(...pairs.map(({ left }) => left.start)) +
        1,
    }));
    const similarity = Math.min(1, pair.overlap / (own[0]! + own[1]!));
    return [{ left: leftFile.path, right: rightFile.path, similarity, fragments }];
  });
}

function fileOf({ name, text, tokens }: Program): TokenizedFile {
  return new TokenizedFile(
    new File(name, text),
    tokens.map(({ word }) => word),
    tokens.map(({ from, to }) => new Region(from.row, from.column, to.row, to.column)),
  );
}
