/** Packages and programs from npm that only tests need, in .noisebook/. */
import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../root.ts";

const isWindows = process.platform === "win32";

/**
 * A folder into which npm has installed these packages, for a test's `before` hook.
 *
 * Where they cannot be had the tests fail under CI and are skipped elsewhere.
 */
export function npmFolder(test: Mocha.Context, name: string, packages: string[]): string {
  const folder = join(root, ".noisebook", name);
  const isThere = (spec: string) =>
    existsSync(join(folder, "node_modules", spec.slice(0, spec.lastIndexOf("@"))));
  if (packages.every(isThere)) return folder;
  try {
    const words = ["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", ...packages];
    execFileSync("npm", words, { stdio: ["ignore", "ignore", "pipe"], shell: isWindows });
  } catch (error) {
    skipOrFail(test, `Cannot test with ${packages.join(", ")}: ${(error as Error).message}`, error);
  }
  return folder;
}

/** The program of one version of Node. */
export function nodeBinary(test: Mocha.Context, version: string): string {
  const name = `node-${isWindows ? "win" : process.platform}-${process.arch}`;
  const folder = npmFolder(test, join("peers", `node-${version}`), [`${name}@${version}`]);
  return join(folder, "node_modules", name, "bin", isWindows ? "node.exe" : "node");
}

/** Skips what this machine lacks the means for; under CI, where they have to be, it fails. */
export function skipOrFail(test: Mocha.Context, sentence: string, cause?: unknown): void {
  if (process.env.CI) throw new Error(sentence, { cause });
  console.log(sentence);
  test.skip();
}

/** What a program wrote, also when it failed. */
export async function said(program: string, args: string[], env = process.env): Promise<string> {
  const options = { env, cwd: root, maxBuffer: 2 ** 26 };
  const { stdout, stderr } = await promisify(execFile)(program, args, options).catch((error) => error);
  return `${stdout}${stderr}`;
}

/** What mocha says of some tests, run by a program of Node in an environment without this run's own settings. */
export function mochaSaid(node: string, words: string[], env = process.env): Promise<string> {
  const { NODE_V8_COVERAGE: _, ...rest } = env;
  const mocha = join(root, "node_modules", "mocha", "bin", "mocha.js");
  const always = ["--enable-source-maps", mocha, "--no-package", "--no-config", "--timeout", "60000"];
  return said(node, [...always, "--exit", ...words], rest);
}
