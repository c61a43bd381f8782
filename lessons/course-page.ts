/** What the course says of itself: the tables of lessons/README.md, and the notebook that a newcomer opens first. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CourseEntry, course, lessonNumber } from "./course.ts";
import { mistakes } from "./mistakes.ts";
import { type LessonNotebook, notebookCell, notebookOf, notebookText } from "./notebook.ts";
import { withRegion } from "./page-region.ts";
import { parseLesson } from "./parse.ts";
import { lessonFile, lessonLanguages, lessonNames, readLesson, root } from "./source.ts";

const page = join(root, "lessons/README.md");

/** The first notebook of the list, so that it is the one that is opened. */
export const startNotebook = "00-start-here.ipynb";

/** The goals of a lesson, as its first page lists them. */
export function lessonGoals(lesson: string): string[] {
  const [first] = readLesson(lesson);
  const list = /\*\*After this lesson you can\*\*\n\n((?:- .*\n)+)/.exec(`${first.source}\n`)?.[1];
  if (!list) throw new SyntaxError(`Cannot list goals: the first page of ${lesson} has none`);
  return list
    .trim()
    .split("\n")
    .map((line) => line.slice(2));
}

/** The minutes that a class needs for a lesson, from its teacher's notes. */
export function lessonMinutes(lesson: string): number {
  const minutes = /^\*\*Time\.\*\* (\d+) minutes\b/m.exec(lessonFile(lesson, "teacher.md"))?.[1];
  if (!minutes)
    throw new SyntaxError(
      `Cannot tell the time of ${lesson}: its teacher.md has no line "**Time.** 90 minutes"`,
    );
  return Number(minutes);
}

/** lessons/README.md with its tables as the lessons are now. */
export function coursePage(): string {
  let text = readFileSync(page, "utf8");
  const entries = course.filter(({ folder }) => lessonNames().includes(folder));
  text = withRegion(text, "lessons", lessonTable(entries));
  text = withRegion(text, "goals", entries.map(goals).join("\n\n"));
  return withRegion(text, "mistakes", mistakeTable());
}

/** Writes the tables of lessons/README.md and returns its path. */
export function writeCoursePage(): string {
  writeFileSync(page, coursePage());
  return page;
}

/** The notebook with the list of lessons, from start-here.md. */
export function startPage(): LessonNotebook {
  const source = readFileSync(join(root, "lessons/start-here.md"), "utf8");
  const list = course
    .filter(({ folder }) => lessonNames().includes(folder))
    .map((entry) => [
      String(lessonNumber(entry)),
      `[${entry.title}](${entry.folder}.ipynb)`,
      `${lessonMinutes(entry.folder)} min`,
      lessonGoals(entry.folder)[0].replace(/[;.]$/, ""),
    ]);
  const glossary = readFileSync(join(root, "lessons/glossary.md"), "utf8").replace(/^# /, "## ");
  const filled = source
    .replace(
      "<!-- lessons -->",
      table(["#", "lesson", "time", "after it you can, among other things,"], list),
    )
    .replace("<!-- glossary -->", glossary.trim().replace(/^## (?!Glossary)/gm, "### "));
  return notebookOf(parseLesson(filled).map((cell) => notebookCell(cell)));
}

/** Writes the notebook with the list of lessons and returns its path. */
export function writeStartPage(): string {
  const path = join(root, "notebooks", startNotebook);
  writeFileSync(path, notebookText(startPage()));
  return path;
}

function lessonTable(entries: CourseEntry[]): string {
  const rows = entries.map((entry) => {
    const { folder, title, needs, opens } = entry;
    const languages = lessonLanguages(folder).map(
      (each) => `[${each}](../notebooks/${each}/${folder}.ipynb)`,
    );
    return [
      String(lessonNumber(entry)),
      [`[${title}](${folder}/lesson.md)`, ...languages].join(" · "),
      `${lessonMinutes(folder)} min`,
      needs.join(", ") || "–",
      opens.map((path) => `[${path.replace(/^lib\//, "")}](../${path})`).join(", "),
      `[notes](${folder}/teacher.md)`,
    ];
  });
  return table(["#", "lesson", "in class", "builds on", "opens up, in lib/", "teacher"], rows);
}

function goals(entry: CourseEntry): string {
  const list = lessonGoals(entry.folder).map((goal) => `- ${goal}`);
  return [`**${lessonNumber(entry)} · ${entry.title}**`, "", ...list].join("\n");
}

function mistakeTable(): string {
  const rows = mistakes.map(({ number, idea, seen, toldApartBy }) => [
    String(number),
    idea,
    seen,
    toldApartBy,
    course
      .filter((entry) => entry.mistakes.includes(number))
      .map(lessonNumber)
      .join(", "),
  ]);
  return table(["#", "wrong idea", "seen in", "told apart by", "lesson"], rows);
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
