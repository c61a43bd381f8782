/**
 * Runs the long tests, each file in a process of its own, so that what one leaves behind cannot reach the next.
 *
 * They drive browsers, servers and installers of others, and now and then one of those stumbles on a crowded machine: a
 * file that fails has one more try. The end names those that needed it; a file that fails twice has failed. It also says
 * how long each took, so that what makes a gate slow is seen.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../root.ts";

type Count = Record<"passing" | "failing" | "pending", number>;

interface Try {
  passed: boolean;
  count: Count;
  /** What went wrong, as mocha tells it at its end. */
  failures: string;
}

const words = process.argv.slice(2);
const folder = join(root, "dist/tests/long");
const suffix = ".test.js";
const files = readdirSync(folder).filter((file) => file.endsWith(suffix));
const total: Count = { passing: 0, failing: 0, pending: 0 };
const failures: string[] = [];
const stumbled: string[] = [];
const times: { name: string; seconds: number }[] = [];

for (const file of files) {
  const name = basename(file, suffix);
  const start = performance.now();
  let last = await run(join(folder, file));
  if (!last.passed) {
    console.log(`\n  Once more: ${name}\n`);
    last = await run(join(folder, file));
    if (last.passed) stumbled.push(name);
    else failures.push(`  ${name}\n${last.failures}`);
  }
  for (const kind of ["passing", "failing", "pending"] as const) total[kind] += last.count[kind];
  times.push({ name, seconds: Math.round((performance.now() - start) / 1000) });
}

console.log(`\n  Seconds of ${times.reduce((sum, { seconds }) => sum + seconds, 0)}:`);
for (const { name, seconds } of times.toSorted((a, b) => b.seconds - a.seconds))
  console.log(`  ${String(seconds).padStart(5)} ${name}`);
console.log(`\n  ${total.passing} passing\n  ${total.pending} pending`);
if (stumbled.length) console.log(`  Only at the second try: ${stumbled.join(", ")}`);
if (failures.length) console.log(`  ${Math.max(1, total.failing)} failing\n\n${failures.join("\n")}`);
process.exitCode = failures.length ? 1 : 0;

/** Runs one file; what it says is shown as it comes, without its own sums. */
async function run(file: string): Promise<Try> {
  const mocha = join(root, "node_modules/mocha/bin/mocha.js");
  const settings = ["--no-package", "--no-config", "--timeout", "600000", "--exit"];
  const child = spawn(process.execPath, ["--enable-source-maps", mocha, ...settings, file, ...words], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  let shown = 0;
  const show = (until: number): void => {
    const text = said.slice(shown, until);
    shown = until;
    process.stdout.write(text.replace(/^ +\d+ (passing|failing|pending).*\n/gm, ""));
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    show(said.lastIndexOf("\n") + 1);
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  show(said.length);
  const counted = (kind: keyof Count): number =>
    Number(new RegExp(`^ +(\\d+) ${kind}`, "m").exec(said)?.[1] ?? 0);
  return {
    passed: code === 0,
    count: { passing: counted("passing"), failing: counted("failing"), pending: counted("pending") },
    failures: /^ +\d+ failing\n([\s\S]*)/m.exec(said)?.[1] ?? said.split("\n").slice(-30).join("\n"),
  };
}
