/** A pod's program for tests: squares the number in a job's file, slowly; see square.ts for what it cannot do. */
import { setTimeout } from "node:timers/promises";
import { doJobFile } from "../../../grader/queue/kubernetes/job-file.ts";
import { square } from "./square.ts";

const [, , path = "", milliseconds = "0"] = process.argv;
try {
  await setTimeout(Number(milliseconds));
  await doJobFile(path, square, { say: (line) => void process.stdout.write(`${line}\n`) });
} catch (error) {
  process.stdout.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
