/** How VS Code's Jupyter extension finds a kernel and starts it, and what processes there are then. */
import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { formatConnection, newConnection } from "../../../kernel/host/connection.ts";

export interface Kernelspec {
  /** The folder's name: the extension's name of a kernel whose file has none. */
  name: string;
  file: string;
  argv: string[];
  language: string;
  interrupt_mode?: string;
  env?: Record<string, string>;
}

/** The user's own Jupyter folders are not looked into, nor written to. */
export function environment(home: string): NodeJS.ProcessEnv {
  const names = ["JUPYTER_PATH", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "XDG_DATA_HOME", "APPDATA"];
  const unset = Object.fromEntries(names.map((name) => [name, ""]));
  return { ...process.env, ...unset, HOME: home, USERPROFILE: home };
}

/** Where the extension finds kernels, the first found first: getDataDirs in finder/jupyterPaths.node.ts. */
export function kernelspecs(env: NodeJS.ProcessEnv, home: string): Kernelspec[] {
  const user = {
    darwin: join(home, "Library", "Jupyter"),
    win32: env.APPDATA ? join(env.APPDATA, "jupyter") : join(home, ".jupyter", "data"),
  }[process.platform as string];
  const data = env.XDG_DATA_HOME || join(home, ".local", "share");
  const folders = [
    ...(env.JUPYTER_PATH ?? "").split(delimiter).filter(Boolean),
    env.JUPYTER_DATA_DIR || user || join(data, "jupyter"),
    "/usr/local/share/jupyter",
    "/usr/share/jupyter",
  ].map((folder) => join(folder, "kernels"));
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((path) => basename(path) === "kernel.json")
        .map((path) => join(folder, path)),
    )
    .map((file) => ({ name: basename(dirname(file)), ...JSON.parse(readFileSync(file, "utf8")), file }));
}

/** Starts a kernel as launcher/kernelProcess.node.ts does: a connection file in the runtime folder, and its path in argv. */
export async function startAsEditor(
  { argv, env: own = {} }: Kernelspec,
  { env, cwd }: { env: NodeJS.ProcessEnv; cwd: string },
) {
  const runtime = join(cwd, ".local", "share", "jupyter", "runtime");
  mkdirSync(runtime, { recursive: true });
  const connection = await newConnection();
  const file = join(runtime, `kernel-v3${randomUUID()}.json`);
  writeFileSync(file, formatConnection(connection));
  const [program = "", ...words] = argv.map((word) => word.replace("{connection_file}", file));
  return { connection, kernel: spawn(program, words, { cwd, env: { ...env, ...own }, stdio: "pipe" }) };
}

/** All processes below one, the lowest first. */
export function descendants(pid: number): number[] {
  const list = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const pairs = list
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    pairs.filter(([, of]) => of === parent).flatMap(([child]) => [...below(child!), child!]);
  return below(pid);
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
