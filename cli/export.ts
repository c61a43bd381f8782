import { forms, readSheet } from "../grader/export/export.ts";
import { readStudents } from "../grader/export/students.ts";
import { type Command, type Options, UsageError } from "./command.ts";
import { nearest } from "./nearest.ts";

export const command: Command = {
  usage: "noisebook export GRADED...",
  about: "Hands grades over: to nbgrader, Gradescope, Canvas or Moodle.",
  options: {
    to: { value: "FORM", help: `${Object.keys(forms).join(", ")}; nbgrader (its grades.csv) unless given` },
    output: { value: "PATH", help: "where it goes; a name of the form's own in this folder unless given" },
    students: {
      value: "FILE",
      help: "names and addresses: a CSV with id,first_name,last_name,email,lms_user_id, or gradebook.db",
    },
    duedate: { value: "TIME", help: "when it was due, as in 2026-02-03T12:00Z" },
  },
  words: [1, 1000],
  run,
};

async function run(sources: string[], options: Options): Promise<number> {
  const name = String(options["to"] ?? "nbgrader");
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (!form) {
    const near = nearest(name, Object.keys(forms));
    throw new UsageError(
      `Cannot export to ${name}; ${near ? `did you mean ${near}?` : `there are ${Object.keys(forms).join(", ")}`}`,
    );
  }
  const [output, list, due] = [options["output"], options["students"], options["duedate"]];
  if (due !== undefined && Number.isNaN(Date.parse(String(due))))
    throw new UsageError(`--duedate must be a time such as 2026-02-03T12:00Z, got ${due}`);
  const students = list === undefined ? undefined : await readStudents(String(list));
  const rows = await readSheet(sources, students);
  const path = await form(rows, {
    ...(output === undefined ? {} : { to: String(output) }),
    ...(students ? { students } : {}),
    ...(due === undefined ? {} : { duedate: new Date(String(due)).toISOString() }),
  });
  const without = rows.filter(({ score }) => score === undefined);
  for (const { student, problem } of without)
    process.stderr.write(`no score for ${student.id}: ${problem}\n`);
  process.stdout.write(`${rows.length - without.length} grades, ${without.length} without one: ${path}\n`);
  return 0;
}
