/** Makes Jupyter know the kernel: writes its kernelspec, without Jupyter or Python being there. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The kernel's name in notebooks and on Jupyter's command line. */
export const kernelName = "noisebook";

/** The kernels that can be installed, by engine. */
const kernels = {
  typescript: { name: kernelName, displayName: "TypeScript (Noisebook)", argv: [], hasDebugger: true },
  tslab: {
    name: `${kernelName}-tslab`,
    displayName: "TypeScript (tslab engine)",
    argv: ["--engine", "tslab"],
    hasDebugger: false,
  },
};

export type Engine = keyof typeof kernels;

/** For the user, or in an environment (a virtual environment, a project's folder) that Jupyter looks into. */
export type InstallTarget = { user: true } | { prefix: string };

const main = fileURLToPath(new URL("./main.js", import.meta.url));
const assets = fileURLToPath(new URL("../../kernel/assets/", import.meta.url));
const logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

/**
 * Writes the kernelspec and gives its folder, and beside it JupyterLab's extension for plotly.js; those that are there already
 * are replaced.
 *
 * @param target `{ user: true }` for the user's own Jupyter folder; `{ prefix }` for PREFIX/share/jupyter.
 * @param engine What runs the cells: "tslab" needs the package tslab beside the notebook.
 */
export function installKernel(target: InstallTarget, engine: Engine = "typescript"): string {
  const data = "user" in target ? userDataFolder() : join(resolve(target.prefix), "share", "jupyter");
  const folder = join(data, "kernels", kernels[engine].name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "kernel.json"), `${JSON.stringify(kernelspec(engine), null, 2)}\n`);
  for (const logo of logos) cpSync(join(assets, logo), join(folder, logo));
  installPlotly(join(data, "labextensions", "noisebook-plotly"));
  return folder;
}

/** JupyterLab draws plotly.js figures only with an extension; this one takes the library from beside it, never from afar. */
function installPlotly(folder: string): void {
  const own = join(assets, "plotly-extension");
  const library = createRequire(import.meta.url).resolve("plotly.js-dist-min/plotly.min.js");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "static"), { recursive: true });
  cpSync(join(own, "package.json"), join(folder, "package.json"));
  cpSync(join(own, "remoteEntry.js"), join(folder, "static", "remoteEntry.js"));
  cpSync(library, join(folder, "static", "plotly.min.js"));
}

/** Node is named by its path, so that the kernel starts whatever the PATH of the Jupyter server is. */
function kernelspec(engine: Engine) {
  const { displayName, argv, hasDebugger } = kernels[engine];
  return {
    argv: [process.execPath, main, "{connection_file}", ...argv],
    display_name: displayName,
    language: "typescript",
    // A signal reaches one process and no Windows; a message reaches the cell.
    interrupt_mode: "message",
    metadata: { debugger: hasDebugger },
  };
}

interface Machine {
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  home: string;
}

/** Where Jupyter keeps a user's kernels, by the rules of jupyter_core. */
export function userDataFolder(
  { env, platform, home }: Machine = { env: process.env, platform: process.platform, home: homedir() },
): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32")
    return env.APPDATA ? join(env.APPDATA, "jupyter") : join(home, ".jupyter", "data");
  return join(env.XDG_DATA_HOME || join(home, ".local", "share"), "jupyter");
}
