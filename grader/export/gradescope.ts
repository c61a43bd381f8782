import type { SheetRow } from "./sheet.ts";

/** A `results.json` of Gradescope: what its autograder reads for one submission. */
export interface GradescopeResults {
  score?: number;
  output: string;
  output_format: "text";
  /** Tests that a person must score have no score. */
  tests: {
    name: string;
    score?: number;
    max_score: number;
    status?: "passed" | "failed";
    output: string;
    output_format: "text";
    visibility: "visible";
  }[];
}

/** A student's grade for Gradescope; who could not be graded has no score, so that Gradescope says so too. */
export function gradescopeResults({ score, penalty, parts, problem }: SheetRow): GradescopeResults {
  if (score === undefined)
    return { output: `It could not be graded: ${problem}`, output_format: "text", tests: [] };
  const open = parts.filter((part) => part.score === undefined).length;
  const late = penalty > 0 ? `${penalty} points less for handing in late. ` : "";
  return {
    score: Math.max(0, score - penalty),
    output: `${late}${open > 0 ? `${open} parts are still to be scored by a person.` : "All parts are scored."}`,
    output_format: "text",
    tests: parts.map(({ title, score: got, points, message, hint }) => ({
      name: title,
      ...(got === undefined ? {} : { score: got, status: got === points ? "passed" : "failed" }),
      max_score: points,
      output: hint ? `${message}\n${hint}` : message,
      output_format: "text",
      visibility: "visible",
    })),
  };
}
