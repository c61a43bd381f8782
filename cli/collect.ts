import { existsSync } from "node:fs";
import { relative } from "node:path";
import { collect } from "../grader/collect/collect.ts";
import { type Command, type Options, UsageError } from "./command.ts";

export const command: Command = {
  usage: "noisebook collect ZIP|FOLDER",
  about: "Brings what was handed in (a zip or folder of Moodle's, Canvas's or nbgrader's) into submitted/.",
  options: {
    assignment: { value: "NAME", help: "the assignment or lesson that was handed in" },
    course: { value: "FOLDER", help: "the course's folder; this one unless given" },
  },
  words: [1, 1],
  run,
};

async function run([source = ""]: string[], options: Options): Promise<number> {
  const assignment = options["assignment"];
  if (typeof assignment !== "string") throw new UsageError("--assignment is missing: what was handed in?");
  if (!existsSync(source)) throw new UsageError(`Cannot collect ${source}: there is no such file or folder`);
  let [collected, refused] = [0, 0];
  for await (const step of collect(source, { assignment, course: String(options["course"] ?? ".") }))
    if ("reason" in step) {
      refused++;
      process.stderr.write(`refused ${step.name}: ${step.reason}\n`);
    } else {
      collected++;
      const note = { new: "", newer: " (in place of an older one)", same: " (there already)" };
      const kept = step.state === "older" ? " (left out: there is a newer one)" : note[step.state];
      process.stdout.write(`${step.student}: ${relative(process.cwd(), step.path)}${kept}\n`);
    }
  process.stdout.write(`${collected} collected, ${refused} refused\n`);
  return refused > 0 ? 1 : 0;
}
