import { markServer } from "../grader/mark/mark-server.ts";
import { type Command, type Options, UsageError } from "./command.ts";

export const command: Command = {
  usage: "noisebook mark GRADED",
  about: "Opens a desk for what a person scores: a page on this machine alone.",
  options: {
    all: { help: "also what tests have scored, to put it right" },
    anonymous: { help: "without the students' names" },
    port: { value: "PORT", help: "a free one unless given" },
  },
  words: [1, 1],
  run,
};

async function run([graded = ""]: string[], options: Options): Promise<number> {
  const port = Number(options["port"] ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`--port must be a whole number from 0 to 65535, got ${options["port"]}`);
  const settings = { port, all: options["all"] === true, anonymous: options["anonymous"] === true };
  const server = await markServer(graded, settings);
  process.stdout.write(
    `Open ${server.url}\nIt is for you alone: who has this address can change marks. Ctrl-C ends it.\n`,
  );
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await server.close();
  return 0;
}
