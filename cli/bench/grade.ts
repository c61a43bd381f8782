/** How fast submissions are graded: real notebooks in the real jail. */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { gradeFolder } from "../../grader/grade-folder.ts";
import type { Bench } from "./bench.ts";
import { p95 } from "./grade/percentile.ts";
import { stormCellSeconds, stormLesson, writeSubmissions } from "./grade/submissions.ts";
import { describeMachine } from "./machine.ts";
import { median } from "./median.ts";

export const bench: Bench = async ({ json, quick, threads }) => {
  const machine = describeMachine();
  const count = quick ? 4 : 40;
  const workers = threads ?? availableParallelism();
  const folder = mkdtempSync(join(tmpdir(), "noisebook-bench-"));
  const waited: number[] = [];
  const began = performance.now();
  let first = 0;
  try {
    writeSubmissions(join(folder, "submissions"), count);
    const options = {
      ...{ lesson: stormLesson, out: join(folder, "out"), workers },
      cellSeconds: stormCellSeconds,
    };
    for await (const { outcome } of gradeFolder(join(folder, "submissions"), options)) {
      if (!outcome) continue;
      if ("problem" in outcome) throw new Error(`Cannot measure: ${outcome.student}: ${outcome.problem}`);
      waited.push((performance.now() - began) / 1000);
      first ||= waited[0]!;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const seconds = waited.at(-1)!;
  const found = {
    ...{ machine, submissions: count, workers, seconds, perSecond: count / seconds },
    ...{ first, median: median(waited), p95: p95(waited) },
  };
  process.stdout.write(json ? `${JSON.stringify({ ...found, waited }, null, 2)}\n` : table(found));
  return 0;
};

function table(found: Record<string, number | string>): string {
  const { machine, submissions, workers, perSecond } = found;
  const at = (name: string) => `${Number(found[name]).toFixed(1)} s`;
  return [
    String(machine),
    `${submissions} submissions handed in at once, ${workers} graded at one time, each in a jail of its own`,
    `  submissions a second           ${Number(perSecond).toFixed(3)}`,
    `  first feedback after           ${at("first")}`,
    `  half have feedback after       ${at("median")}`,
    `  95 of 100 have feedback after  ${at("p95")}`,
    "",
  ].join("\n");
}
