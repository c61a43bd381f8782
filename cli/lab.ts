import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { installKernel } from "../kernel/install.ts";
import type { Command, Options } from "./command.ts";
import { isOurs, makeEnvironment } from "./jupyter/environment.ts";
import { askJupyter, environmentPython, findJupyter } from "./jupyter/find-jupyter.ts";
import { choosePort } from "./jupyter/port.ts";
import { type Server, startServer } from "./jupyter/server.ts";
import { openProgress } from "./progress.ts";
import { projectFolder } from "./project-folder.ts";

export const command: Command = {
  usage: "noisebook lab [FOLDER]",
  about: "Opens notebooks in JupyterLab; FOLDER is notebooks unless given.",
  options: {
    port: { value: "PORT", help: "listen there; otherwise on the first free port from 8888" },
    "no-browser": { help: "print the address only" },
  },
  words: [0, 1],
  run: lab,
};

async function lab([given = "notebooks"]: string[], options: Options): Promise<number> {
  const { folder, file } = notebooksAt(given);
  const port = await choosePort(options["port"] as string | undefined);
  const project = projectFolder();
  const environment = join(project, ".venv");
  const progress = openProgress();
  let jupyter = await findJupyter(environment);
  if (!jupyter) {
    await makeEnvironment(environment, progress);
    jupyter = (await askJupyter(environmentPython(environment)))!;
  }
  // In an environment of ours the kernel is at home; nobody else's environment is changed.
  const own = isOurs(environment) && jupyter.python === environmentPython(environment);
  const prefix = own ? environment : join(project, ".noisebook");
  installKernel({ prefix });
  progress.show("Starting JupyterLab…");
  const server = await startServer(jupyter, {
    folder,
    port,
    kernels: join(prefix, "share", "jupyter"),
    openBrowser: !options["no-browser"] && hasDisplay(),
    ...(file ? { file } : {}),
  });
  progress.show("");
  process.stdout.write(`JupyterLab shows ${relative(process.cwd(), folder) || "this folder"} at\n\n    ${server.url}\n\nCtrl-C stops it.\n`);
  return serve(server);
}

/** Waits until the server ends by itself or is told to. */
async function serve(server: Server): Promise<number> {
  let told = false;
  const stop = () => {
    told = true;
    server.stop();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  const status = await server.ended;
  if (told || status === 0) return 0;
  throw new Error(`Cannot go on: JupyterLab ended ${status === null ? "by a signal" : `with status ${status}`}`);
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
