import { spawn } from "node:child_process";

export interface ProgramEnd {
  /** Null when the program could not be started or was ended by a signal. */
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end; never throws. `onLine` hears each line of its standard output as it comes. */
export function runProgram(
  command: readonly string[],
  options: { onLine?: (line: string) => void; env?: NodeJS.ProcessEnv } = {},
): Promise<ProgramEnd> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: options.env ?? process.env,
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
