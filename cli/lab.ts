import { cpSync, existsSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { installKernel } from "../kernel/install.ts";
import { packageRoot } from "../kernel/language/package-root.ts";
import type { Command, Options } from "./command.ts";
import { environmentState, makeEnvironment } from "./jupyter/environment.ts";
import { environmentPython, findJupyter, type Jupyter } from "./jupyter/find-jupyter.ts";
import { choosePort } from "./jupyter/port.ts";
import { type Server, startServer } from "./jupyter/server.ts";
import { openProgress, type Progress } from "./progress.ts";
import { projectFolder } from "./project-folder.ts";

export const command: Command = {
  usage: "noisebook lab [FOLDER]",
  about:
    "Opens notebooks in JupyterLab; FOLDER is notebooks unless given, where the course is put if there is none.",
  options: {
    port: { value: "PORT", help: "listen there; otherwise on the first free port from 8888" },
    "no-browser": { help: "print the address only" },
  },
  words: [0, 1],
  run: lab,
};

async function lab([given]: string[], options: Options): Promise<number> {
  const { folder, file } = given === undefined ? courseFolder() : notebooksAt(given);
  const port = await choosePort(options["port"] as string | undefined);
  const progress = openProgress();
  const { jupyter, prefix } = await jupyterFor(projectFolder(), progress);
  installKernel({ prefix });
  progress.show("Starting JupyterLab…");
  const server = startServer(jupyter, {
    folder,
    port,
    kernels: join(prefix, "share", "jupyter"),
    openBrowser: !options["no-browser"] && hasDisplay(),
    ...(file ? { file } : {}),
  });
  return serve(server, () => {
    progress.show("");
    const shown = relative(process.cwd(), folder) || "this folder";
    process.stdout.write(`JupyterLab shows ${shown} at\n\n    ${server.url}\n\nCtrl-C stops it.\n`);
  });
}

/** A JupyterLab that suits, made when there is none, and where the kernel is registered for it. */
async function jupyterFor(
  project: string,
  progress: Progress,
): Promise<{ jupyter: Jupyter; prefix: string }> {
  const environment = join(project, ".venv");
  const state = environmentState(environment);
  // What is not finished may look as if it were.
  const found = state === "unfinished" ? undefined : await findJupyter(environment);
  if (!found) return { jupyter: await makeEnvironment(environment, progress), prefix: environment };
  // Nobody else's environment is changed: there the kernel is named by a folder of the project's own.
  const isOurs = state === "ready" && found.python === environmentPython(environment);
  return { jupyter: found, prefix: isOurs ? environment : join(project, ".noisebook") };
}

/** Waits until the server ends by itself or is told to. */
async function serve(server: Server, announce: () => void): Promise<number> {
  let told = false;
  const stop = () => {
    told = true;
    server.stop();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  try {
    await server.ready;
    announce();
  } catch (error) {
    if (!told) throw error;
  }
  const status = await server.ended;
  if (told || status === 0) return 0;
  throw new Error(
    `Cannot go on: JupyterLab ended ${status === null ? "by a signal" : `with status ${status}`}`,
  );
}

/** The folder notebooks; a newcomer's gets the course's, which are then the newcomer's own to write in. */
function courseFolder(): { folder: string; file?: string } {
  const folder = resolve("notebooks");
  if (!existsSync(folder)) {
    cpSync(join(packageRoot, "notebooks"), folder, { recursive: true });
    process.stdout.write("The notebooks of the course are now in the folder notebooks.\n");
  }
  return { folder };
}

/** The folder to serve, and the notebook to open when one was named. */
function notebooksAt(given: string): { folder: string; file?: string } {
  const path = resolve(given);
  if (!existsSync(path))
    throw new Error(`Cannot open ${given}: there is no such folder; name one, as in noisebook lab .`);
  return statSync(path).isDirectory() ? { folder: path } : { folder: dirname(path), file: basename(path) };
}

/** Whether a browser can be seen: there is a screen, and no machine drives us. */
function hasDisplay(): boolean {
  const { CI, DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (CI && CI !== "false") return false;
  return process.platform === "win32" || process.platform === "darwin" || Boolean(DISPLAY || WAYLAND_DISPLAY);
}
