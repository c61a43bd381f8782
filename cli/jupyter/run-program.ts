import { spawn } from "node:child_process";

export interface ProgramEnd {
  /** Null when the program could not be started or was ended by a signal. */
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface ProgramOptions {
  /** Hears each line of its standard output as it comes. */
  onLine?: (line: string) => void;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Ends it before its time. */
  signal?: AbortSignal;
}

/** Runs a program to its end; never throws. */
export function runProgram(command: readonly string[], options: ProgramOptions = {}): Promise<ProgramEnd> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: options.env ?? process.env,
    cwd: options.cwd,
    signal: options.signal,
    windowsHide: true,
  });
  const end: ProgramEnd = { status: null, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    end.stdout += text;
    for (const line of text.split("\n")) if (line.trim() !== "") options.onLine?.(line);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    end.stderr += text;
  });
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ ...end, stderr: error.message }));
    child.once("close", (status) => resolve({ ...end, status }));
  });
}
