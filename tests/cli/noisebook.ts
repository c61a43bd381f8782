/** The command as a user runs it: another process, with its own folder and environment. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface Around {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** Is given the process once it runs. */
  started?: (child: ChildProcess) => void;
  /** Sees the process while it runs, and all that it has said so far. */
  watch?: (child: ChildProcess, said: string) => void;
}

export function noisebook(args: string[], { cwd, env, watch, started }: Around): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, "dist", "cli", "main.js"), ...args], {
    cwd,
    env: { ...process.env, CI: "true", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started?.(child);
  const ended: Ended = { status: null, stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => {
      ended[name] += text;
      watch?.(child, ended.stdout + ended.stderr);
    });
  return new Promise((resolve) => child.once("close", (status) => resolve({ ...ended, status })));
}

/** Writes a notebook of these code cells into a folder, with an old output in each, and gives its path. */
export function writeCells(folder: string, ...sources: string[]): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "cells.ipynb");
  const cells = sources.map((source, index) => ({
    cell_type: "code",
    execution_count: null,
    id: `cell-${index}`,
    metadata: {},
    outputs: [{ name: "stdout", output_type: "stream", text: ["old\n"] }],
    source: source.split(/(?<=\n)/),
  }));
  writeFileSync(
    path,
    `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`,
  );
  return path;
}
