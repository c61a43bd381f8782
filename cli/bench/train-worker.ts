/** Runs the task on its command line and writes the timing as JSON. */
import { runTask, type Task } from "./train.ts";

process.stdout.write(`${JSON.stringify(await runTask(JSON.parse(process.argv[2]!) as Task))}\n`);
