import { dirname, resolve } from "node:path";
import { validate } from "../grader/validate.ts";
import { readNotebook } from "../kernel/notebook/nbformat.ts";
import type { Command } from "./command.ts";
import { openProgress } from "./progress.ts";

export const command: Command = {
  usage: "noisebook validate NOTEBOOK",
  about: "Says what is wrong with a notebook for nbgrader, runs it, and says which tests pass.",
  options: {},
  words: [1, 1],
  run: async ([path = ""]) => run(path),
};

async function run(path: string): Promise<number> {
  const { notebook } = await readNotebook(path);
  const progress = openProgress();
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const counts = { fault: 0, changed: 0, failed: 0, passed: 0, running: 0 };
  for await (const { kind, message } of validate(notebook, {
    cwd: dirname(resolve(path)),
    signal: stop.signal,
  })) {
    counts[kind]++;
    if (kind === "running") progress.show(message);
    else progress.keep(message);
  }
  const { fault, changed, failed, passed } = counts;
  process.stdout.write(
    `${fault} faults, ${changed} locked cells changed, ${passed} tests pass, ${failed} fail\n`,
  );
  if (stop.signal.aborted) return 130;
  return fault + failed > 0 ? 1 : 0;
}
