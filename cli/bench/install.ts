/** `npm run bench -- install`: what installing Noisebook and each engine takes, in seconds and megabytes. */
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { npm } from "../backend/job.ts";
import { type ProgramOptions, runProgram } from "../jupyter/run-program.ts";
import { openProgress } from "../progress.ts";
import type { Bench } from "./bench.ts";
import { describeMachine } from "./machine.ts";

interface Measured {
  what: string;
  seconds: number;
  megabytes: number;
  /** Parts of it that are worth a name. */
  parts?: Record<string, number>;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));
const program = fileURLToPath(new URL("../main.js", import.meta.url));

export const bench: Bench = async ({ json, quick }) => {
  const machine = describeMachine();
  const progress = openProgress();
  const folder = mkdtempSync(join(tmpdir(), "noisebook-install-"));
  try {
    progress.show("npm install noisebook");
    const measured = [await measurePackage(folder)];
    for (const engine of quick ? [] : ["onnxruntime", "webgpu", "tensorflow"]) {
      progress.show(`noisebook backend install ${engine}`);
      measured.push(await measureEngine(engine, join(folder, "backends")));
    }
    progress.show("");
    const text = json ? JSON.stringify({ machine, measured }, undefined, 2) : asTable(machine, measured);
    process.stdout.write(`${text}\n`);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** As a user of the published package gets it, but with npm's cache as it is. */
async function measurePackage(folder: string): Promise<Measured> {
  await run(npm("pack", "--ignore-scripts", "--pack-destination", folder), { cwd: root });
  const [archive = ""] = readdirSync(folder);
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "private": true }\n');
  const seconds = await run(npm("install", join(folder, archive)), { cwd: project });
  const modules = join(project, "node_modules");
  const all = filesIn(modules);
  const megabytesOf = (files: typeof all) => files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  const tfjs = all.filter(({ path }) => path.startsWith(join(modules, "@tensorflow")));
  return {
    what: "npm install noisebook",
    seconds,
    megabytes: megabytesOf(all),
    parts: {
      "TensorFlow.js": megabytesOf(tfjs),
      "source maps in it": megabytesOf(tfjs.filter(({ path }) => extname(path) === ".map")),
    },
  };
}

async function measureEngine(engine: string, backends: string): Promise<Measured> {
  const command = [process.execPath, program, "backend", "install", engine];
  const started = performance.now();
  const env = { ...process.env, NOISEBOOK_BACKENDS: backends };
  // One that does not start here, for want of a card, is installed all the same.
  const { stderr } = await runProgram(command, { env });
  if (stderr.startsWith("Cannot")) throw new Error(stderr.trim());
  const seconds = (performance.now() - started) / 1000;
  const files = filesIn(join(backends, engine));
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  return { what: `noisebook backend install ${engine}`, seconds, megabytes };
}

/** Runs a program and gives the seconds that it took. */
async function run(command: string[], options: ProgramOptions): Promise<number> {
  const started = performance.now();
  const { status, stderr } = await runProgram(command, options);
  if (status !== 0) throw new Error(`Cannot measure the installation: ${stderr.trim()}`);
  return (performance.now() - started) / 1000;
}

function filesIn(folder: string): { path: string; bytes: number }[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .map((path) => ({ path, status: lstatSync(path) }))
    .filter(({ status }) => status.isFile())
    .map(({ path, status }) => ({ path, bytes: status.size }));
}

function asTable(machine: string, measured: Measured[]): string {
  const lines = measured.flatMap(({ what, seconds, megabytes, parts = {} }) => [
    `${what.padEnd(36)} ${seconds.toFixed(0).padStart(5)} s ${megabytes.toFixed(0).padStart(6)} MB`,
    ...Object.entries(parts).map(([part, size]) => `  ${part.padEnd(42)} ${size.toFixed(0).padStart(6)} MB`),
  ]);
  return [machine, "", ...lines].join("\n");
}
