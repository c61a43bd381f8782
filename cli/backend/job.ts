/** What the steps of an installation share: where it goes, how it is stopped, and what is said meanwhile. */
import { mkdirSync, statfsSync } from "node:fs";
import { runProgram } from "../jupyter/run-program.ts";
import type { Progress } from "../progress.ts";

export interface Job {
  /** The engine's folder. */
  folder: string;
  progress: Progress;
  signal: AbortSignal;
}

export interface Step {
  /** What is being done, as in "build the addon". */
  doing: string;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  onLine?: (line: string) => void;
}

/**
 * Runs a program of an installation and gives what it wrote.
 *
 * @throws {Error} In words, if it fails or the installation is stopped.
 */
export async function runStep(
  { signal }: Job,
  command: string[],
  { doing, ...options }: Step,
): Promise<string> {
  signal.throwIfAborted();
  const { status, stdout, stderr } = await runProgram(command, { ...options, signal });
  signal.throwIfAborted();
  if (status !== 0) throw new Error(`could not ${doing}: ${lastWords(`${stdout}\n${stderr}`)}`);
  return stdout;
}

/** What a program says is wrong: its first line with "error:" in it, or else its last. */
function lastWords(text: string): string {
  const lines = text.split("\n").map((line) => line.trim().replace(/^npm error /, ""));
  const line = lines.find((line) => /error: \S/i.test(line)) ?? lines.findLast((line) => line !== "");
  return (line ?? "it gave no reason").replace(/^error: /i, "");
}

/** @throws {Error} If so many bytes do not fit where the engine goes. */
export function checkSpace(folder: string, bytes: number): void {
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < bytes)
    throw new Error(
      `${folder} needs ${gigabytes(bytes)} GB of space and has ${gigabytes(bavail * bsize)}; make room, or set NOISEBOOK_BACKENDS to a folder elsewhere`,
    );
}

const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);

/** npm as a program, which on Windows is a script that a shell must start. */
export function npm(...args: string[]): string[] {
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  return process.platform === "win32"
    ? ["cmd", "/c", "npm.cmd", ...args, ...quiet]
    : ["npm", ...args, ...quiet];
}
