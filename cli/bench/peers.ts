/** The kernels that ours is compared with, in exact versions: fetched on request, never dependencies. */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentPython } from "../jupyter/find-jupyter.ts";
import { findPython } from "../jupyter/python.ts";
import { runProgram } from "../jupyter/run-program.ts";
import type { Progress } from "../progress.ts";
import { type Dialect, deno, noisebook, python, tslab } from "./dialects.ts";

/** A kernel that takes part. */
export interface Contestant {
  name: string;
  version: string;
  /** As in a kernelspec; undefined starts ours. */
  command?: string[];
  dialect: Dialect;
  /** How it is interrupted: by Jupyter's message, or by SIGINT because it does not know the message. */
  interrupt: "message" | "signal";
}

interface Peer extends Omit<Contestant, "command"> {
  /** The commands that fetch it into a folder. */
  fetch(folder: string): Promise<string[][]>;
  command(folder: string): string[];
}

const isWindows = process.platform === "win32";
const modules = isWindows ? "node_modules" : join("lib", "node_modules");

/** tslab finds its own types only where it is installed globally: hence a global folder of its own. */
const npmInstall = (spec: string) => async (folder: string) => [
  [isWindows ? "npm.cmd" : "npm", "install", "--global", "--prefix", folder, "--no-audit", "--no-fund", spec],
];

const peers: Peer[] = [
  {
    name: "tslab",
    version: "1.0.22",
    dialect: tslab,
    interrupt: "signal",
    fetch: npmInstall("tslab@1.0.22"),
    command: (folder) => [
      process.execPath,
      join(folder, modules, "tslab", "bin", "tslab"),
      "kernel",
      "--config-path",
      "{connection_file}",
    ],
  },
  {
    name: "deno",
    version: "2.9.6",
    dialect: deno,
    interrupt: "message",
    fetch: async (folder) => [
      ...(await npmInstall("deno@2.9.6")(folder)),
      // Its first run puts the program where the package's own start would look for it.
      [process.execPath, join(folder, modules, "deno", "bin.cjs"), "--version"],
    ],
    command: (folder) => [
      join(folder, modules, "deno", isWindows ? "deno.exe" : "deno"),
      ..."jupyter --kernel --conn {connection_file}".split(" "),
    ],
  },
  {
    name: "ipykernel",
    version: "7.4.0",
    dialect: python,
    interrupt: "message",
    fetch: async (folder) => [
      [(await findPython()).path, "-m", "venv", folder],
      [environmentPython(folder), ..."-m pip install --quiet ipykernel==7.4.0 ipywidgets==8.1.9".split(" ")],
    ],
    command: (folder) => [environmentPython(folder), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
  },
];

const peerFolder = (project: string, { name, version }: Peer) =>
  join(project, ".noisebook", "peers", `${name}-${version}`);

/** Written last, so that a folder counts only when all is in it. */
const mark = "complete.txt";

/**
 * Fetches the kernels that are not there yet.
 *
 * @throws {Error} In one sentence, if one cannot be fetched.
 */
export async function installPeers(project: string, progress: Progress): Promise<void> {
  for (const peer of peers) {
    const folder = peerFolder(project, peer);
    if (existsSync(join(folder, mark))) continue;
    progress.show(`Fetching ${peer.name} ${peer.version}…`);
    rmSync(folder, { recursive: true, force: true });
    for (const command of await peer.fetch(folder)) {
      const { status, stderr } = await runProgram(command);
      if (status !== 0) throw new Error(`Cannot fetch ${peer.name} ${peer.version}: ${stderr.trim()}`);
    }
    writeFileSync(join(folder, mark), `${peer.name} ${peer.version}\n`);
    progress.keep(`${peer.name} ${peer.version} is there.`);
  }
}

/** Our kernel and those of the others that have been fetched. */
export function contestants(project: string, version: string): { present: Contestant[]; absent: string[] } {
  const isThere = (peer: Peer) => existsSync(join(peerFolder(project, peer), mark));
  const own: Contestant = { name: "noisebook", version, dialect: noisebook, interrupt: "message" };
  const others = peers
    .filter(isThere)
    .map((peer) => ({ ...peer, command: peer.command(peerFolder(project, peer)) }));
  const absent = peers.filter((peer) => !isThere(peer)).map(({ name }) => name);
  return { present: [own, ...others], absent };
}
