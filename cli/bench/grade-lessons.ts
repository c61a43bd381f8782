/** How long it takes to grade each lesson's notebook with its solutions filled in, alone, in the jail. */
import { gradeLesson } from "../../grader/grade-lesson.ts";
import { readySnapshot } from "../../kernel/language/snapshot.ts";
import type { Notebook } from "../../kernel/notebook/nbformat.ts";
import { buildLesson, lessonNames } from "../../lessons/build.ts";
import type { Bench } from "./bench.ts";
import { describeMachine } from "./machine.ts";

interface LessonTime {
  lesson: string;
  /** From the start of the jail to the grade. */
  seconds: number;
  /** Of these, for the calls of the exercises and their judgement. */
  exercises: number;
  score: string;
}

export const bench: Bench = async ({ json, quick, lesson: only }) => {
  const machine = describeMachine();
  await readySnapshot();
  const times: LessonTime[] = [];
  const chosen = only === undefined ? lessonNames().slice(0, quick ? 3 : undefined) : [only];
  for (const lesson of chosen) {
    times.push(await timeOf(lesson));
    process.stderr.write(`${lesson}: ${times.at(-1)!.seconds.toFixed(1)} s\n`);
  }
  process.stdout.write(json ? `${JSON.stringify({ machine, times }, null, 2)}\n` : table(machine, times));
  return 0;
};

async function timeOf(lesson: string): Promise<LessonTime> {
  const notebook = buildLesson(lesson, { solutions: true }) as unknown as Notebook;
  const began = performance.now();
  const since = () => (performance.now() - began) / 1000;
  let ran = 0;
  for await (const { what, grade } of gradeLesson(notebook, { lesson, student: "ada", seed: 1 })) {
    if (what.startsWith("cell ")) ran = since();
    if (grade)
      return {
        lesson,
        seconds: since(),
        exercises: since() - ran,
        score: `${grade.score} of ${grade.points}${grade.failures.length > 0 ? `, ${grade.failures.length} cells failed` : ""}`,
      };
  }
  throw new Error(`Cannot measure: ${lesson} was not graded`);
}

function table(machine: string, times: LessonTime[]): string {
  const rows = times.map(
    ({ lesson, seconds, exercises, score }) =>
      `| ${lesson} | ${seconds.toFixed(1)} s | ${exercises.toFixed(1)} s | ${score} |`,
  );
  return [
    `${machine}`,
    "",
    "| lesson | graded in | of it, the exercises | score |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
