#!/usr/bin/env node
/** The `noisebook` command: finds the subcommand, runs it, and turns what goes wrong into a sentence. */
import { type Command, commandHelp, readArguments, UsageError } from "./command.ts";
import { explain } from "./explain.ts";
import { nearest } from "./nearest.ts";
import { packageVersion } from "./version.ts";

/** Each command's program is loaded when it is used. */
const commands: Record<string, () => Promise<{ command: Command }>> = {
  lab: () => import("./lab.ts"),
  run: () => import("./run.ts"),
  install: () => import("./install.ts"),
  doctor: () => import("./doctor.ts"),
  build: () => import("./build.ts"),
  backend: () => import("./backend.ts"),
  describe: () => import("./describe.ts"),
  train: () => import("./train.ts"),
  validate: () => import("./validate.ts"),
  assign: () => import("./assign.ts"),
  collect: () => import("./collect.ts"),
  grade: () => import("./grade.ts"),
  "grade-worker": () => import("./grade-worker.ts"),
  mark: () => import("./mark.ts"),
  similar: () => import("./similar.ts"),
  feedback: () => import("./feedback.ts"),
  export: () => import("./export.ts"),
  bench: () => import("./bench.ts"),
};

process.exitCode = await main(process.argv.slice(2));

async function main([name, ...args]: string[]): Promise<number> {
  try {
    if (name === "--version" || name === "-v") return print(packageVersion());
    if (name === undefined || name === "--help" || name === "-h" || name === "help")
      return print(await help());
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!load) throw new UsageError(unknownCommand(name));
    const { command } = await load();
    const { words, options } = readArguments(command, args);
    return options["help"] ? print(commandHelp(command)) : await command.run(words, options);
  } catch (error) {
    const { text, status } = explain(error as Error);
    process.stderr.write(`${text}\n`);
    return status;
  }
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

async function help(): Promise<string> {
  const loaded = await Promise.all(Object.values(commands).map(async (load) => (await load()).command));
  const width = Math.max(...loaded.map(({ usage }) => usage.length));
  return [
    "Noisebook: TypeScript notebooks, and a course on diffusion models",
    "",
    ...loaded.map(({ usage, about }) => `  ${usage.padEnd(width)}  ${about}`),
    "",
    "noisebook COMMAND --help tells a command's options.",
  ].join("\n");
}

function unknownCommand(name: string): string {
  const what = name.startsWith("-") ? "option" : "command";
  const near = nearest(name, Object.keys(commands));
  return `noisebook has no ${what} ${name}; ${near ? `did you mean noisebook ${near}?` : "see noisebook --help"}`;
}
