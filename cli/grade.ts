import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { runExpected } from "../grader/expected.ts";
import { type FolderStep, type GradeFolderOptions, gradeFolder } from "../grader/grade-folder.ts";
import { readNotebook } from "../kernel/notebook/nbformat.ts";
import { lessonNames } from "../lessons/source.ts";
import { type Command, type Options, readCount, UsageError } from "./command.ts";
import { openQueue, queueOptions } from "./grade-queue.ts";
import { realmOf } from "./grade-worker.ts";
import { knownLesson } from "./known-lesson.ts";
import { openProgress } from "./progress.ts";

export const command: Command = {
  usage: "noisebook grade SUBMISSIONS",
  about: "Grades a folder of notebooks in a jail: scores, feedback pages and a table.",
  options: {
    lesson: { value: "LESSON", help: "the lesson that was handed in" },
    source: {
      value: "NOTEBOOK",
      help: "the teacher's own notebook instead: its tests score, in the students' process, which is weaker",
    },
    out: { value: "FOLDER", help: "where grades and feedback go; graded unless given" },
    ...queueOptions,
    workers: {
      value: "COUNT",
      help: "how many are graded at one time in this process; one for each processor",
    },
    regrade: { help: "grade also what was graded before; a person's marks stay" },
    "cell-seconds": {
      value: "SECONDS",
      help: "how long a cell, and the calls of an exercise, may take; 60 unless given",
    },
    unsafe: { help: "run the notebooks without a jail, with all your rights" },
  },
  words: [1, 1],
  run,
};

async function run([folder = ""]: string[], options: Options): Promise<number> {
  const what = await assignmentOf(options);
  if (!existsSync(folder)) throw new UsageError(`Cannot grade: there is no folder ${folder}`);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  const out = resolve(String(options["out"] ?? "graded"));
  const realm = { signal: stop.signal, ...realmOf(options) };
  const expected = () => runExpected({ ...what, ...realm, out });
  const queue = await openQueue(options);
  const steps = gradeFolder(folder, {
    ...{ ...what, ...realm, out, expected },
    ...(queue ? { queue } : {}),
    ...(options["workers"] === undefined ? {} : { workers: readCount("workers", options["workers"]) }),
    ...(options["regrade"] ? { round: new Date().toISOString() } : {}),
  });
  try {
    const problems = await show(steps, out);
    if (!stop.signal.aborted) return problems > 0 ? 1 : 0;
    if (queue)
      process.stderr.write("What was handed out goes on; give the command again to fetch the grades.\n");
    return 130;
  } finally {
    await queue?.close();
  }
}

/** What is to be graded, by the options. */
async function assignmentOf(options: Options): Promise<Pick<GradeFolderOptions, "lesson" | "source">> {
  const given = options["source"];
  const lesson = String(options["lesson"] ?? "");
  if (given !== undefined && lesson !== "")
    throw new UsageError("Give --lesson for a lesson of the course, or --source for a notebook of your own");
  if (given !== undefined) {
    process.stderr.write(
      "The notebook's own tests score, in the student's process: weaker than a lesson's exercises, which are judged from outside.\n",
    );
    const { notebook: source } = await readNotebook(String(given));
    return { lesson: basename(String(given), ".ipynb"), source };
  }
  if (lesson === "") throw new UsageError(`--lesson is missing; there are ${lessonNames().join(", ")}`);
  return { lesson: knownLesson(lesson) };
}

/** Shows how the grading goes; gives the number of submissions that could not be graded. */
async function show(steps: AsyncIterable<FolderStep>, out: string): Promise<number> {
  const progress = openProgress();
  const began = performance.now();
  let last: FolderStep | undefined;
  let [scored, problems, anew] = [0, 0, 0];
  for await (const step of steps) {
    last = step;
    if (step.kept === false) anew++;
    const place = `[${step.done}/${step.of}] ${step.student}`;
    if (!step.outcome) progress.show(`${place}: ${step.what}${timeLeft(step, began, anew)}`);
    else if ("problem" in step.outcome) {
      problems++;
      progress.keep(`${place}: not graded: ${step.outcome.problem}`);
    } else {
      scored++;
      const { score, points, inside } = step.outcome.grade;
      const open = inside?.cells.filter((cell) => cell.score === undefined).length ?? 0;
      const review = open > 0 ? `, ${open} cells for you to look at` : "";
      progress.keep(`${place}: ${score} of ${points}${review}${step.kept ? " (graded before)" : ""}`);
    }
  }
  for (const { path, reason } of last?.passed ?? []) progress.keep(`passed over ${path}: ${reason}`);
  process.stdout.write(`${scored} graded, ${problems} not graded; see ${join(out, "grades.csv")}\n`);
  return problems;
}

/** By the pace of those that were graded now. */
function timeLeft({ done, of }: FolderStep, began: number, graded: number): string {
  if (graded === 0) return "";
  const seconds = Math.round(((performance.now() - began) / 1000 / graded) * (of - done));
  return `, about ${seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`} left`;
}
