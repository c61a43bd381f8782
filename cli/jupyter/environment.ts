/** A Python environment of the project's own, with the versions of JupyterLab that Noisebook is tested with. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Progress } from "../progress.ts";
import { askJupyter, environmentPython, type Jupyter } from "./find-jupyter.ts";
import { findPython } from "./python.ts";
import { runProgram } from "./run-program.ts";

export const packages = ["jupyterlab==4.6.6", "ipywidgets==8.1.9", "nbclient==0.11.0"];

/** Marks an environment as ours; `ready` lists what is in it, and is missing while it is being made. */
interface Mark {
  ready?: string[];
}

const markFile = (folder: string) => join(folder, "noisebook.json");

/**
 * Makes the environment, or finishes one that was interrupted, and gives its JupyterLab. It counts as made only when all is in it.
 *
 * @throws {Error} In one sentence with what to do, if Python, the network or room is missing, or the folder is another's.
 */
export async function makeEnvironment(folder: string, progress: Progress): Promise<Jupyter> {
  const state = environmentState(folder);
  const own = environmentPython(folder);
  const found = state === "other" ? undefined : await askJupyter(own);
  if (state === "ready" && found) return found;
  if (state === "other" && existsSync(folder)) {
    const name = relative(process.cwd(), folder);
    throw new Error(
      `Cannot use ${name}: Noisebook did not make it, and JupyterLab 4 with ipywidgets 8 is not in it; install them there (${relative(process.cwd(), own)} -m pip install ${packages.join(" ")}) or move it away`,
    );
  }
  // One that answers no more, as after an upgrade of the system's Python, is made anew.
  if (!found || !readMark(folder)?.ready) await makeEmpty(folder, progress);
  writeFileSync(markFile(folder), "{}\n");
  await installPackages(folder, progress);
  const jupyter = await askJupyter(own);
  if (!jupyter)
    throw new Error(
      `Cannot use ${relative(process.cwd(), folder)}: JupyterLab was installed there and does not answer; run this again to make it anew`,
    );
  writeFileSync(markFile(folder), `${JSON.stringify({ ready: packages } satisfies Mark)}\n`);
  progress.keep("JupyterLab is ready.");
  return jupyter;
}

/** Whose the environment is: ours and whole, ours but not finished or of other versions, or not ours (or not there). */
export function environmentState(folder: string): "ready" | "unfinished" | "other" {
  const mark = readMark(folder);
  if (!mark) return "other";
  return mark.ready?.join() === packages.join() ? "ready" : "unfinished";
}

function readMark(folder: string): Mark | undefined {
  try {
    return JSON.parse(readFileSync(markFile(folder), "utf8")) as Mark;
  } catch {
    return undefined;
  }
}

async function makeEmpty(folder: string, progress: Progress): Promise<void> {
  const python = await findPython();
  progress.keep(
    `Making a Python environment in ${relative(process.cwd(), folder)} for JupyterLab; this is done once.`,
  );
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(markFile(folder), "{}\n");
  const { status, stdout, stderr } = await runProgram([python.path, "-m", "venv", folder]);
  if (status !== 0)
    throw new Error(`Cannot make a Python environment: ${lastLine(stderr) || lastLine(stdout)}`);
}

async function installPackages(folder: string, progress: Progress): Promise<void> {
  let count = 0;
  const onLine = (line: string) => {
    const name = /^Collecting ([\w.-]+)/.exec(line)?.[1];
    if (name) progress.show(`Fetching package ${++count}: ${name}`);
    else if (line.startsWith("Installing")) progress.show(`Installing ${count} packages…`);
  };
  const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries", "2"];
  const { status, stderr } = await runProgram([environmentPython(folder), ...pip, ...packages], { onLine });
  if (status !== 0) throw new Error(whyNoPackages(stderr));
}

/** The sentence for what pip wrote when it failed. */
export function whyNoPackages(stderr: string): string {
  if (/No space left/.test(stderr)) return "Cannot install JupyterLab: the disk is full; it needs 300 MB";
  if (
    /NewConnectionError|ConnectTimeout|ProxyError|NameResolution|name resolution|unreachable|getaddrinfo/i.test(
      stderr,
    )
  )
    return "Cannot install JupyterLab: the Python package index cannot be reached; connect to the network (or set PIP_INDEX_URL to a mirror) and run this again";
  const fault = stderr.split("\n").findLast((line) => line.startsWith("ERROR:")) ?? lastLine(stderr);
  return `Cannot install JupyterLab: ${fault.replace(/^ERROR:\s*/, "")}`;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
