/** Makes Jupyter know the kernel: writes its kernelspec, without Jupyter or Python being there. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The kernel's name in notebooks and on Jupyter's command line. */
export const kernelName = "noisebook";

/** For the user, or in an environment (a virtual environment, a project's folder) that Jupyter looks into. */
export type InstallTarget = { user: true } | { prefix: string };

const main = fileURLToPath(new URL("./main.js", import.meta.url));
const assets = fileURLToPath(new URL("../../kernel/assets/", import.meta.url));
const logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

/**
 * Writes the kernelspec and gives its folder; one that is there already is replaced.
 *
 * @param target `{ user: true }` for the user's own Jupyter folder; `{ prefix }` for PREFIX/share/jupyter.
 */
export function installKernel(target: InstallTarget): string {
  const data = "user" in target ? userDataFolder() : join(resolve(target.prefix), "share", "jupyter");
  const folder = join(data, "kernels", kernelName);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "kernel.json"), `${JSON.stringify(kernelspec(), null, 2)}\n`);
  for (const logo of logos) cpSync(join(assets, logo), join(folder, logo));
  return folder;
}

/** Node is named by its path, so that the kernel starts whatever the PATH of the Jupyter server is. */
function kernelspec() {
  return {
    argv: [process.execPath, main, "{connection_file}"],
    display_name: "TypeScript (Noisebook)",
    language: "typescript",
    // A signal reaches one process and no Windows; a message reaches the cell.
    interrupt_mode: "message",
    metadata: { debugger: true },
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
