/** How long each lesson's notebook runs with its solutions filled in, as a table in lessons/README.md. */
import { join } from "node:path";
import type { Notebook } from "../../kernel/notebook/nbformat.ts";
import { runNotebook } from "../../kernel/notebook/run.ts";
import { buildLesson } from "../../lessons/build.ts";
import { writeRegion } from "../../lessons/page-region.ts";
import { lessonNames, root } from "../../lessons/source.ts";
import type { BenchOptions } from "./bench.ts";
import { describeMachine } from "./machine.ts";

interface LessonTime {
  lesson: string;
  /** From the start of the kernel to the end of the last cell. */
  seconds: number;
  /** The cell that took longest, and its time. */
  slowest: { cell: string; seconds: number };
  failed: boolean;
}

export async function bench({ json, lesson: only }: BenchOptions): Promise<number> {
  const machine = describeMachine();
  const times: LessonTime[] = [];
  for (const lesson of only === undefined ? lessonNames() : [only]) {
    const time = await timeLesson(lesson);
    times.push(time);
    process.stderr.write(`${lesson}: ${time.seconds.toFixed(0)} s${time.failed ? ", with an error" : ""}\n`);
  }
  const table = timeTable(machine, times);
  // The page has a table of the whole course; a single lesson must not take its place.
  if (only === undefined) writeRegion("lessons/README.md", "times", table);
  process.stdout.write(`${json ? JSON.stringify(times) : table}\n`);
  return times.some(({ failed }) => failed) ? 1 : 0;
}

async function timeLesson(lesson: string): Promise<LessonTime> {
  const notebook = buildLesson(lesson, { solutions: true }) as unknown as Notebook;
  const start = performance.now();
  let slowest = { cell: "", seconds: 0 };
  let failed = false;
  const steps = runNotebook(notebook, { cwd: join(root, "notebooks"), allowErrors: true });
  for await (const { state, index, seconds } of steps) {
    if (state === "running") continue;
    if (seconds > slowest.seconds) slowest = { cell: notebook.cells[index]?.id ?? "", seconds };
    failed ||= state === "error";
  }
  return { lesson, seconds: (performance.now() - start) / 1000, slowest, failed };
}

function timeTable(machine: string, times: LessonTime[]): string {
  const rows = times.map(
    ({ lesson, seconds, slowest, failed }) =>
      `| ${lesson} | ${seconds.toFixed(0)} s${failed ? " (with an error)" : ""} | ${slowest.cell}, ${slowest.seconds.toFixed(0)} s |`,
  );
  return [
    `From the start of the kernel to the last cell, solutions filled in, once each, on ${machine}. \`npm run bench -- lessons\` measures again and writes this table.`,
    "",
    "| lesson | seconds | its slowest cell |",
    "| --- | --- | --- |",
    ...rows,
  ].join("\n");
}
