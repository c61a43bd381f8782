/** What a student gets in the place of a solution. The marks are nbgrader's, so that its tools read the same source. */

const begin = "### BEGIN SOLUTION";
const end = "### END SOLUTION";
const stub = 'throw new Error("Not written yet");';

/**
 * Puts the stub in the place of each region from `### BEGIN SOLUTION` to `### END SOLUTION`, at the region's indentation.
 *
 * @throws {SyntaxError} If the regions are nested or not closed, or there is none.
 */
export function withoutSolutions(source: string): string {
  const kept: string[] = [];
  let inside = false;
  let regions = 0;
  for (const line of source.split("\n")) {
    if (line.includes(begin)) {
      if (inside) throw new SyntaxError("Cannot take out solutions: one begins inside another");
      inside = true;
      regions++;
      kept.push(line.slice(0, line.length - line.trimStart().length) + stub);
    } else if (line.includes(end)) {
      if (!inside) throw new SyntaxError("Cannot take out solutions: one ends that has not begun");
      inside = false;
    } else if (!inside) kept.push(line);
  }
  if (inside) throw new SyntaxError("Cannot take out solutions: the last one has no end");
  if (regions === 0) throw new SyntaxError("Cannot take out solutions: there is no region");
  return kept.join("\n");
}
