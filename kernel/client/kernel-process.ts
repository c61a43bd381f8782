/** A kernel as a process: started with a connection file of its own, watched, and ended. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Connection, formatConnection, newConnection } from "../host/connection.ts";

export interface KernelProcess {
  connection: Connection;
  pid: number;
  /** Settles when the process is gone, with a sentence on how it ended. */
  ended: Promise<string>;
  /** Ends the process at once. */
  kill(): void;
}

export interface KernelCommand {
  /** The folder that cells run in. */
  cwd: string;
  /** Program and arguments; the connection file's path is put in place of `{connection_file}`. */
  command?: string[];
  env?: NodeJS.ProcessEnv;
}

const main = fileURLToPath(new URL("../main.js", import.meta.url));
const ownKernel = [process.execPath, main, "{connection_file}"];

/** How much of a dead kernel's last words is kept, in characters. */
const lastWords = 2000;

/** Starts a kernel that only this process can speak to: its key lies in a folder that no one else may read. */
export async function startKernelProcess(options: KernelCommand): Promise<KernelProcess> {
  const folder = await mkdtemp(join(tmpdir(), "noisebook-"));
  const connection = await newConnection();
  const file = join(folder, "kernel.json");
  await writeFile(file, formatConnection(connection), { mode: 0o600 });
  const [program = "", ...args] = (options.command ?? ownKernel).map((part) =>
    part === "{connection_file}" ? file : part,
  );
  const child = spawn(program, args, {
    cwd: options.cwd,
    // The history is of what a person has typed.
    env: { NOISEBOOK_HISTORY: "off", ...(options.env ?? process.env), JPY_PARENT_PID: String(process.pid) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = describeEnd(child).finally(() => rm(folder, { recursive: true, force: true }));
  return { connection, pid: child.pid ?? -1, ended, kill: () => void child.kill("SIGKILL") };
}

function describeEnd(child: ChildProcess): Promise<string> {
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-lastWords);
  });
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`it could not be started: ${error.message}`));
    child.once("close", (code, signal) => {
      const how = signal ? `ended by ${signal}` : `exit status ${code}`;
      resolve(words.trim() === "" ? how : `${how}; its last words: ${words.trim()}`);
    });
  });
}
