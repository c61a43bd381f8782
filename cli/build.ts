import { relative } from "node:path";
import { lessonNames, writeLesson } from "../lessons/build.ts";
import { type Command, UsageError } from "./command.ts";
import { nearest } from "./nearest.ts";

export const command: Command = {
  usage: "noisebook build [LESSON]",
  about: "Makes the course's notebooks from lessons/; all of them unless one is named.",
  options: {},
  words: [0, 1],
  run: async ([lesson]) => build(lesson),
};

function build(lesson: string | undefined): number {
  const names = lessonNames();
  if (lesson !== undefined && !names.includes(lesson)) {
    const near = names.find((name) => name.startsWith(lesson)) ?? nearest(lesson, names);
    throw new UsageError(
      `There is no lesson ${lesson}; ${near ? `did you mean ${near}?` : `there are ${names.join(", ")}`}`,
    );
  }
  for (const name of lesson === undefined ? names : [lesson])
    process.stdout.write(`${relative(process.cwd(), writeLesson(name))}\n`);
  return 0;
}
