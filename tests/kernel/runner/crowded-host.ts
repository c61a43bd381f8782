/** A host that opens files until it may open no more, loses its notebook's process, and closes them; prints what its cells say. */
import { closeSync, openSync } from "node:fs";
import { openSession } from "../notebook-session.ts";

const session = openSession();
console.log(await session.value("1 + 1"));
const files: number[] = [];
try {
  for (;;) files.push(openSync("/dev/null", "r"));
} catch {
  console.log((await session.error("process.kill(process.pid, 'SIGKILL'); await 0")).evalue);
  console.log((await session.error("2 + 2")).evalue);
}
for (const file of files) closeSync(file);
console.log(await session.value("3 + 3"));
process.exit(0);
