/** A host that can be killed: starts a notebook, prints the ids of its processes, runs the code that it is given. */
import { execFileSync } from "node:child_process";
import { startTypeScript } from "../../../kernel/typescript-interpreter.ts";

const interpreter = startTypeScript({ output: () => {}, input: async () => "" }, { cwd: process.cwd() });
const cell = { origin: "o", count: 1, silent: false, allowStdin: false, userExpressions: {} };
await interpreter.execute({ ...cell, code: "1" });
const children = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)], {
  encoding: "utf8",
});
const pids = children
  .split("\n")
  .filter((line) => line.includes("/main.js"))
  .map((line) => line.trim().split(" ")[0]);
console.log(pids.join(" "));
await interpreter.execute({ ...cell, code: process.argv[2] });
