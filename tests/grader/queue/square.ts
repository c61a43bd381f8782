import { setTimeout } from "node:timers/promises";
import type { Work } from "../../../grader/queue/queue.ts";

/** Work for tests: a negative number cannot be done. */
export const square: Work<number, { plus: number }, number> = async function* (number, { plus }) {
  yield { what: "thinking" };
  await setTimeout(30);
  if (number < 0) throw new Error(`${number} is negative`);
  yield { what: "done", result: number * number + plus };
};
