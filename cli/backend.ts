import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { backendsFolder } from "../lib/core/backend/backends-folder.ts";
import {
  completeFile,
  type InstallableName,
  installableNames,
  installedBackend,
  installHint,
} from "../lib/core/backend/installed.ts";
import { checkBackend } from "./backend/check.ts";
import { installOnnxruntime } from "./backend/install-onnxruntime.ts";
import { installTensorflow } from "./backend/install-tensorflow.ts";
import { installWebgpu } from "./backend/install-webgpu.ts";
import type { Job } from "./backend/job.ts";
import { type Command, type Options, UsageError } from "./command.ts";
import { openProgress } from "./progress.ts";

export const command: Command = {
  usage: "noisebook backend [install|remove] [NAME]",
  about: "Adds or removes engines for tensors: tensorflow, onnxruntime, webgpu; alone, lists them.",
  options: { gpu: { help: "TensorFlow with CUDA, for a card by NVIDIA" } },
  words: [0, 2],
  run: backend,
};

const names = ["tensorflow", "onnxruntime", "webgpu"];

const installers: Record<InstallableName, (job: Job) => Promise<Record<string, string>>> = {
  tensorflow: (job) => installTensorflow(job, { gpu: false }),
  "tensorflow-gpu": (job) => installTensorflow(job, { gpu: true }),
  onnxruntime: installOnnxruntime,
  webgpu: installWebgpu,
};

async function backend([action, engine = ""]: string[], options: Options): Promise<number> {
  if (action === undefined) return list();
  if (action !== "install" && action !== "remove")
    throw new UsageError(`noisebook backend can install or remove an engine, not ${action}`);
  if (!names.includes(engine))
    throw new UsageError(`noisebook backend ${action} needs the name of an engine: ${names.join(", ")}`);
  if (options["gpu"] && engine !== "tensorflow") throw new UsageError("--gpu goes with tensorflow");
  const name = (options["gpu"] ? "tensorflow-gpu" : engine) as InstallableName;
  return action === "install" ? install(name) : remove(name);
}

function list(): number {
  for (const name of installableNames) {
    const installed = installedBackend(name);
    const facts = Object.entries(installed?.versions ?? {}).map(([part, version]) => `${part} ${version}`);
    const state = installed
      ? `${facts.join(", ")} in ${short(installed.folder)}`
      : `not installed; ${installHint(name)}`;
    process.stdout.write(`${name.padEnd(14)}  ${state}\n`);
  }
  return 0;
}

const short = (folder: string) => folder.replace(homedir(), "~");

async function install(name: InstallableName): Promise<number> {
  const progress = openProgress();
  const folder = join(backendsFolder(), name);
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => stop.abort(new Error("it was stopped; run it again to go on where it was")));
  const job: Job = { folder, progress, signal: stop.signal };
  const complete = join(folder, completeFile);
  try {
    mkdirSync(folder, { recursive: true });
    rmSync(complete, { force: true });
    const versions = await installers[name](job);
    writeFileSync(complete, `${JSON.stringify({ versions }, undefined, 2)}\n`);
  } catch (error) {
    rmSync(complete, { force: true });
    throw new Error(`Cannot install ${name}: ${(error as Error).message}`, { cause: error });
  }
  return tryOut(job, name);
}

/** What is installed may be of no use here: a machine without a graphics card has to be told. */
async function tryOut(job: Job, name: InstallableName): Promise<number> {
  const { folder, progress } = job;
  progress.show("Trying it…");
  const said = await checkBackend(job, name).catch((error: Error) => error);
  const isFault = said instanceof Error;
  const choice =
    name === "tensorflow"
      ? "; NOISEBOOK_BACKEND=node takes it, else WebAssembly goes first, which is faster for small networks"
      : "";
  const what = isFault ? `, but it ${said.message.replace(/^could not/, "cannot")}` : `: ${said}${choice}`;
  progress.keep(`${name} is installed in ${short(folder)}${what}`);
  return isFault ? 1 : 0;
}

function remove(name: InstallableName): number {
  const folder = join(backendsFolder(), name);
  const wasThere = existsSync(folder);
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write(`${name} ${wasThere ? "is removed" : "was not installed"}\n`);
  return 0;
}
