/** Marked regions in a cell: what stands between two marks, taken out of the student's version. */

export interface RegionMarks {
  begin: string;
  end: string;
  /** What the region is called in an error. */
  name: string;
}

export const solutionMarks: RegionMarks = { begin: "BEGIN SOLUTION", end: "END SOLUTION", name: "solution" };
export const hiddenTestMarks: RegionMarks = {
  begin: "BEGIN HIDDEN TESTS",
  end: "END HIDDEN TESTS",
  name: "hidden tests",
};
export const markSchemeMarks: RegionMarks = {
  begin: "BEGIN MARK SCHEME",
  end: "END MARK SCHEME",
  name: "mark scheme",
};

/**
 * Replaces every region between marks, the lines of the marks with it; a mark may stand anywhere in its line.
 *
 * @param stub Lines that come instead, indented as the line of the first mark; none by default.
 * @returns The new source and whether there was a region.
 * @throws {SyntaxError} If a region begins within another, or does not end.
 */
export function replaceRegions(
  source: string,
  { begin, end, name }: RegionMarks,
  stub: readonly string[] = [],
): { source: string; found: boolean } {
  const kept: string[] = [];
  let began = 0;
  let found = false;
  for (const [at, line] of source.split("\n").entries()) {
    if (line.includes(begin)) {
      if (began > 0)
        throw new SyntaxError(`A ${name} region begins in line ${at + 1}, within the one of line ${began}`);
      began = at + 1;
      found = true;
      const indent = /^\s*/.exec(line)![0];
      kept.push(...stub.map((stubLine) => indent + stubLine));
    } else if (line.includes(end)) began = 0;
    else if (began === 0) kept.push(line);
  }
  if (began > 0) throw new SyntaxError(`The ${name} region of line ${began} does not end: ${end} is missing`);
  return { source: kept.join("\n"), found };
}
