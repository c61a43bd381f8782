/** `noisebook lab` as a user starts it, on a copy of the notebooks. */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";

export interface Lab {
  /** The address that it printed, with the token. */
  url: string;
  /** Where all its files are; every process of it names this folder in its command line. */
  folder: string;
  /** Sends Ctrl-C; gives the exit status. */
  interrupt(): Promise<number | null>;
  /** Ends what is still there. */
  clean(): void;
}

export async function startLab(): Promise<Lab> {
  const folder = temporaryFolder();
  cpSync(join(root, "notebooks"), join(folder, "notebooks"), { recursive: true });
  const child = spawn(
    process.execPath,
    [join(root, "dist", "cli", "main.js"), "lab", join(folder, "notebooks"), "--no-browser"],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
        JUPYTER_CONFIG_DIR: join(folder, "config"),
        JUPYTERLAB_SETTINGS_DIR: join(folder, "settings"),
        JUPYTERLAB_WORKSPACES_DIR: join(folder, "workspaces"),
      },
    },
  );
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return {
    url: await printedUrl(child, ended),
    folder,
    interrupt() {
      child.kill("SIGINT");
      return ended;
    },
    clean() {
      child.kill("SIGKILL");
    },
  };
}

/** The address that `noisebook lab` prints, with the token. */
export function printedUrl(child: ChildProcess, ended: Promise<unknown>): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    child.stderr!.on("data", (text) => {
      said += text;
    });
    child.stdout!.on("data", (text) => {
      said += text;
      const url = /http:\/\/\S+/.exec(said)?.[0];
      if (url) resolve(url);
    });
    void ended.then(() => reject(new Error(`noisebook lab ended: ${said}`)));
  });
}
