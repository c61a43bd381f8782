/** How long it takes to grade each lesson's notebook with its solutions filled in, alone, in the jail, as a table in docs/grading.md. */
import { gradeLesson } from "../../grader/grade-lesson.ts";
import { readySnapshot } from "../../kernel/language/snapshot.ts";
import type { Notebook } from "../../kernel/notebook/nbformat.ts";
import { buildLesson, lessonNames } from "../../lessons/build.ts";
import { writeRegion } from "../../lessons/page-region.ts";
import type { Bench } from "./bench.ts";
import { describeMachine } from "./machine.ts";

interface GradingTime {
  lesson: string;
  /** From the start of the jail to the grade. */
  seconds: number;
  /** Of processors, in the jail and of the grader itself. */
  processorSeconds: number;
  score: string;
}

export const bench: Bench = async ({ json, quick, lesson: only }) => {
  const machine = describeMachine();
  await readySnapshot();
  const times: GradingTime[] = [];
  const chosen = only === undefined ? lessonNames().slice(0, quick ? 3 : undefined) : [only];
  for (const lesson of chosen) {
    times.push(await timeOf(lesson));
    process.stderr.write(`${lesson}: ${times.at(-1)!.seconds.toFixed(1)} s\n`);
  }
  const table = timeTable(machine, times);
  // The page has a table of the whole course; a few lessons must not take its place.
  if (only === undefined && !quick) writeRegion("docs/grading.md", "times", table);
  process.stdout.write(`${json ? JSON.stringify({ machine, times }, null, 2) : table}\n`);
  return 0;
};

async function timeOf(lesson: string): Promise<GradingTime> {
  const notebook = buildLesson(lesson, { solutions: true }) as unknown as Notebook;
  const [began, usedBefore] = [performance.now(), process.cpuUsage()];
  const options = { lesson, student: "ada", seed: 1 };
  for await (const { grade, processorSeconds = 0 } of gradeLesson(notebook, options)) {
    if (!grade) continue;
    const { user, system } = process.cpuUsage(usedBefore);
    const failed = grade.failures.length > 0 ? `, ${grade.failures.length} cells failed` : "";
    return {
      lesson,
      seconds: (performance.now() - began) / 1000,
      processorSeconds: processorSeconds + (user + system) / 1e6,
      score: `${grade.score} of ${grade.points}${failed}`,
    };
  }
  throw new Error(`Cannot measure: ${lesson} was not graded`);
}

function timeTable(machine: string, times: GradingTime[]): string {
  const rows = times.map(
    ({ lesson, seconds, processorSeconds, score }) =>
      `| ${lesson} | ${seconds.toFixed(1)} s | ${processorSeconds.toFixed(1)} s | ${score} |`,
  );
  return [
    `Each lesson's notebook with its solutions, alone, once each, on ${machine}. \`npm run bench -- grade-lessons\` measures again and writes this table.`,
    "",
    "| lesson | graded in | of processors | score |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}
