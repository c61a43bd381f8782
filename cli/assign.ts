import { relative } from "node:path";
import { assign } from "../grader/assign.ts";
import { type Command, type Options, UsageError } from "./command.ts";

export const command: Command = {
  usage: "noisebook assign ASSIGNMENT",
  about: "Makes the students' version: from source/ASSIGNMENT into release/ASSIGNMENT, as nbgrader does.",
  options: { course: { value: "FOLDER", help: "the course's folder; this one unless given" } },
  words: [1, 1],
  run,
};

async function run([assignment = ""]: string[], options: Options): Promise<number> {
  if (/[/\\]/.test(assignment))
    throw new UsageError(
      `Give the assignment's name, not a path: it is a folder in source/; got ${assignment}`,
    );
  for (const { path, points, tests, manual } of await assign(String(options["course"] ?? "."), assignment))
    process.stdout.write(
      `${relative(process.cwd(), path)}: ${points} points, ${tests} cells scored by tests, ${manual} by a person\n`,
    );
  return 0;
}
