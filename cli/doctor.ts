import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { kernelName, userDataFolder } from "../kernel/install.ts";
import { installableNames, installedBackend, installHint } from "../lib/core/backend/installed.ts";
import { selectBackend } from "../lib/index.ts";
import type { Command, Options } from "./command.ts";
import { findJupyter, type Jupyter } from "./jupyter/find-jupyter.ts";
import { findPython } from "./jupyter/python.ts";
import { projectFolder } from "./project-folder.ts";

export const command: Command = {
  usage: "noisebook doctor",
  about: "Looks at what this machine has and says what is missing.",
  options: { json: { help: "as JSON" } },
  words: [0, 0],
  run: doctor,
};

/** One thing that was looked at. */
interface Finding {
  name: string;
  /**
   * Missing is what `noisebook lab` will get by itself; wrong is what a person has to mend; optional is what a person
   * may add.
   */
  state: "ok" | "missing" | "wrong" | "optional";
  detail: string;
}

async function doctor(_words: string[], options: Options): Promise<number> {
  const environment = join(projectFolder(), ".venv");
  const jupyter = await findJupyter(environment);
  const findings = [
    nodeFinding(process.versions.node),
    await pythonFinding(jupyter),
    jupyterFinding(jupyter),
    kernelFinding(environment),
    await backendFinding(),
    ...engineFindings(),
  ];
  if (options["json"]) process.stdout.write(`${JSON.stringify({ findings }, undefined, 2)}\n`);
  else for (const finding of findings) process.stdout.write(`${asLine(finding)}\n`);
  return findings.some(({ state }) => state === "wrong") ? 1 : 0;
}

function asLine({ name, state, detail }: Finding): string {
  return `${state.padEnd(8)}  ${name.padEnd(14)}  ${detail}`;
}

function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isNewEnough = major > 20 || (major === 20 && minor >= 19);
  return {
    name: "node",
    state: isNewEnough ? "ok" : "wrong",
    detail: isNewEnough ? version : `${version}; Noisebook needs 20.19 or newer`,
  };
}

async function pythonFinding(jupyter: Jupyter | undefined): Promise<Finding> {
  try {
    const { path, major, minor } = await findPython();
    return { name: "python", state: "ok", detail: `${major}.${minor} at ${path}` };
  } catch (error) {
    // A JupyterLab that is there already brings its own.
    return { name: "python", state: jupyter ? "missing" : "wrong", detail: (error as Error).message };
  }
}

function jupyterFinding(jupyter: Jupyter | undefined): Finding {
  if (!jupyter)
    return {
      name: "jupyter",
      state: "missing",
      detail: "no JupyterLab 4 with ipywidgets 8; noisebook lab fetches it",
    };
  const { jupyterlab, ipywidgets, python } = jupyter;
  return {
    name: "jupyter",
    state: "ok",
    detail: `JupyterLab ${jupyterlab} with ipywidgets ${ipywidgets} at ${relative(process.cwd(), python)}`,
  };
}

/** Where Jupyter looks for kernels: ours, the user's and the machine's. */
function kernelFinding(environment: string): Finding {
  const shared = ["share", "jupyter"];
  const places = [
    join(environment, ...shared),
    join(projectFolder(), ".noisebook", ...shared),
    userDataFolder(),
    join("/usr/local", ...shared),
  ].map((folder) => join(folder, "kernels", kernelName, "kernel.json"));
  const place = places.find((file) => existsSync(file));
  return {
    name: "kernel",
    state: place ? "ok" : "missing",
    detail:
      place ?? "not registered; noisebook lab does it for this project, noisebook install for this user",
  };
}

async function backendFinding(): Promise<Finding> {
  try {
    const { name, device, memoryLimit, versions, reasons } = await selectBackend();
    const memory = memoryLimit ? [`at most ${(memoryLimit / 2 ** 30).toFixed(1)} GiB of tensors`] : [];
    const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
    const why = reasons.find(({ chosen }) => chosen)?.reason;
    const others = reasons
      .filter(({ chosen }) => !chosen)
      .map(({ backend, reason }) => `${backend}: ${reason}`);
    const facts = [device, ...memory, ...packages].join(", ");
    return { name: "backend", state: "ok", detail: `${name}, ${facts}: ${why} (${others.join("; ")})` };
  } catch (error) {
    return { name: "backend", state: "wrong", detail: (error as Error).message };
  }
}

/** Engines that `noisebook backend` can add. */
function engineFindings(): Finding[] {
  return installableNames.map((name) => {
    const installed = installedBackend(name);
    const versions = Object.entries(installed?.versions ?? {}).map((part) => part.join(" "));
    return installed
      ? { name, state: "ok", detail: `${versions.join(", ")} in ${installed.folder}` }
      : { name, state: "optional", detail: `not installed; ${installHint(name)} adds it` };
  });
}
