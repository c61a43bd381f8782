/** TypeScript's two processes, started before the rest of the kernel is loaded: they take the longest to be ready. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { type LanguageClient, startLanguage } from "./language/language-process.ts";
import { type RunnerChild, spawnRunner } from "./runner/runner-child.ts";

export interface Processes {
  /** The folder of the notebook, or the user's where that does not exist. */
  cwd: string;
  language: LanguageClient;
  /** A runner that nobody listens to yet. */
  runner: RunnerChild;
}

/** Starts the processes for a notebook in a folder. */
export function startProcesses(folder: string): Processes {
  const cwd = existsSync(folder) ? folder : homedir();
  return { cwd, language: startLanguage(cwd), runner: spawnRunner(cwd) };
}
