import { relative } from "node:path";
import { readOutcomes } from "../grader/export/sheet.ts";
import { redrawFeedback } from "../grader/feedback/redraw.ts";
import type { Command } from "./command.ts";

export const command: Command = {
  usage: "noisebook feedback GRADED",
  about: "Writes the students' pages again from what noisebook grade left in a folder.",
  options: {},
  words: [1, 1],
  run: async ([graded = ""]) => run(graded),
};

async function run(graded: string): Promise<number> {
  for (const outcome of await readOutcomes(graded)) {
    if (!("grade" in outcome)) {
      process.stderr.write(`no page for ${outcome.student}: ${outcome.problem}\n`);
      continue;
    }
    process.stdout.write(`${relative(process.cwd(), await redrawFeedback(graded, outcome.grade))}\n`);
  }
  return 0;
}
