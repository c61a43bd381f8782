import { randomInt } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { writeLesson } from "../lessons/build.ts";
import { writeCoursePage, writeStartPage } from "../lessons/course-page.ts";
import { notebookText } from "../lessons/notebook.ts";
import { lessonLanguages, lessonNames } from "../lessons/source.ts";
import { nbgraderConfig, teacherVersion } from "../lessons/teacher-version.ts";
import { type Command, type Options, UsageError } from "./command.ts";
import { knownLesson } from "./known-lesson.ts";

export const command: Command = {
  usage: "noisebook build [LESSON]",
  about: "Makes the course's notebooks from lessons/; all of them unless one is named.",
  options: {
    language: { value: "CODE", help: "those that are translated, as in --language de, into notebooks/de/" },
    teacher: {
      value: "FOLDER",
      help: "nbgrader's source version with solutions and hidden tests, into FOLDER/source/",
    },
  },
  words: [0, 1],
  run: async ([lesson], options) => build(lesson, options),
};

async function build(lesson: string | undefined, options: Options): Promise<number> {
  const language = options["language"] as string | undefined;
  const chosen = chooseLessons(lesson, language);
  if (options["teacher"] !== undefined) {
    const folder = resolve(String(options["teacher"]));
    for (const name of chosen) say(await writeTeacherVersion(name, { folder, language }));
    return 0;
  }
  for (const name of chosen) say(writeLesson(name, language === undefined ? {} : { language }));
  say(writeStartPage());
  say(writeCoursePage());
  return 0;
}

const say = (path: string) => process.stdout.write(`${relative(process.cwd(), path)}\n`);

function chooseLessons(lesson: string | undefined, language: string | undefined): string[] {
  const wanted = lesson === undefined ? lessonNames() : [knownLesson(lesson)];
  if (language === undefined) return wanted;
  const translated = wanted.filter((name) => lessonLanguages(name).includes(language));
  if (translated.length === 0)
    throw new UsageError(
      `${lesson === undefined ? "No lesson" : `Lesson ${lesson}`} has a lesson.${language}.md; see Translations in lessons/README.md`,
    );
  return translated;
}

/** The hidden tests get seeds of their own each time. nbgrader's settings are the teacher's once they are there. */
async function writeTeacherVersion(
  lesson: string,
  { folder, language }: { folder: string; language: string | undefined },
): Promise<string> {
  const seeds = Array.from({ length: 3 }, () => randomInt(2 ** 32));
  const notebook = await teacherVersion(lesson, { seeds, ...(language === undefined ? {} : { language }) });
  const target = join(folder, "source", lesson);
  mkdirSync(target, { recursive: true });
  const config = join(folder, "nbgrader_config.py");
  if (!existsSync(config)) writeFileSync(config, nbgraderConfig);
  const path = join(target, `${lesson}.ipynb`);
  writeFileSync(path, notebookText(notebook));
  return path;
}
