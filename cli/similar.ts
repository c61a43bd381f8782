import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { findSubmissions } from "../grader/course/submissions.ts";
import { studentVersion } from "../grader/nbgrader/student-version.ts";
import { similarityPage } from "../grader/similar/page.ts";
import { similarity } from "../grader/similar/similarity.ts";
import { type Notebook, parseNotebook, readNotebook } from "../kernel/notebook/nbformat.ts";
import { writeAtomic } from "../kernel/notebook/write-atomic.ts";
import { buildLesson, lessonNames } from "../lessons/build.ts";
import { type Command, type Options, UsageError } from "./command.ts";

export const command: Command = {
  usage: "noisebook similar SUBMISSIONS",
  about: "Finds submissions that share more than the task explains: a page and JSON.",
  options: {
    lesson: { value: "LESSON", help: "the lesson that was handed in" },
    source: { value: "NOTEBOOK", help: "the teacher's own notebook instead" },
    out: { value: "FOLDER", help: "where similar.html and similar.json go; similar unless given" },
  },
  words: [1, 1],
  run,
};

async function run([folder = ""]: string[], options: Options): Promise<number> {
  if (!existsSync(folder)) throw new UsageError(`Cannot compare: there is no folder ${folder}`);
  const { name, templates } = await assignmentOf(options);
  const { submissions } = await findSubmissions(folder, name);
  const readable = submissions.flatMap(({ student, text }) => {
    try {
      return [{ student, notebook: parseNotebook(text, `${student}'s notebook`).notebook }];
    } catch (error) {
      process.stderr.write(`passed over: ${(error as Error).message}\n`);
      return [];
    }
  });
  const report = similarity(readable, { templates });
  const out = resolve(String(options["out"] ?? "similar"));
  await mkdir(out, { recursive: true });
  await writeAtomic(join(out, "similar.json"), `${JSON.stringify(report, null, 2)}\n`);
  await writeAtomic(join(out, "similar.html"), similarityPage(report, name));
  process.stdout.write(
    `${report.pairs.length} ${report.pairs.length === 1 ? "pair" : "pairs"} among ${report.compared} submissions; see ${join(out, "similar.html")}\n`,
  );
  return 0;
}

/** What was handed out and its solution. */
async function assignmentOf(options: Options): Promise<{ name: string; templates: Notebook[] }> {
  const [lesson, path] = [options["lesson"], options["source"]];
  if (path !== undefined) {
    const { notebook } = await readNotebook(String(path));
    const name = String(path)
      .replace(/^.*\//, "")
      .replace(/\.ipynb$/, "");
    return { name, templates: [studentVersion(notebook).release, notebook] };
  }
  const name = String(lesson ?? "");
  if (!lessonNames().includes(name))
    throw new UsageError(
      `Give --lesson LESSON or --source NOTEBOOK; lessons are ${lessonNames().join(", ")}`,
    );
  const templates = [buildLesson(name), buildLesson(name, { solutions: true })] as unknown as Notebook[];
  return { name, templates };
}
