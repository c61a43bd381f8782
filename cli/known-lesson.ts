import { lessonNames } from "../lessons/source.ts";
import { UsageError } from "./command.ts";
import { nearest } from "./nearest.ts";

/**
 * The lesson of a command line, as it was given.
 *
 * @throws {UsageError} If there is no lesson of that name; it says which name is near.
 */
export function knownLesson(lesson: string): string {
  const names = lessonNames();
  if (names.includes(lesson)) return lesson;
  const near = names.find((name) => name.startsWith(lesson)) ?? nearest(lesson, names);
  throw new UsageError(
    `There is no lesson ${lesson}; ${near ? `did you mean ${near}?` : `there are ${names.join(", ")}`}`,
  );
}
