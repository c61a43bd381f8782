/** A Jupyter server with our kernel, for front ends to meet. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { installKernel } from "../../kernel/install.ts";
import { freePort } from "../free-port.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** Notebook 7 and the console, with the server below them. */
export const clientPackages = ["notebook==7.6.5", "jupyter-console==6.6.3"];

export interface ClientServer {
  url: string;
  token: string;
  /** The folder that it serves. */
  folder: string;
  stop(): Promise<void>;
}

/** Variables under which Jupyter's programs find our kernel and leave the user's own files alone. */
export function jupyterEnvironment(folder: string): NodeJS.ProcessEnv {
  installKernel({ prefix: join(folder, "prefix") });
  return {
    ...process.env,
    JUPYTER_PATH: join(folder, "prefix", "share", "jupyter"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    JUPYTER_CONFIG_DIR: join(folder, "config"),
    JUPYTERLAB_SETTINGS_DIR: join(folder, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(folder, "workspaces"),
    IPYTHONDIR: join(folder, "ipython"),
  };
}

/** Starts Notebook 7's server on a free port; it serves a new folder. */
export async function startClientServer(python: string): Promise<ClientServer> {
  const home = temporaryFolder();
  const folder = join(home, "notebooks");
  mkdirSync(folder);
  const token = "for-this-test-alone";
  const port = await freePort();
  const settings = {
    "ServerApp.root_dir": folder,
    "ServerApp.ip": "127.0.0.1",
    "ServerApp.port": port,
    "ServerApp.open_browser": "False",
    "ServerApp.allow_root": "True",
    "IdentityProvider.token": token,
  };
  const words = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const child = spawn(python, ["-m", "notebook", ...words], {
    env: jupyterEnvironment(home),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const url = `http://127.0.0.1:${port}`;
  await answers(child, `${url}/api/status?token=${token}`);
  return {
    url,
    token,
    folder,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function answers(child: ChildProcess, address: string): Promise<void> {
  let log = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log = (log + text).slice(-4000);
  });
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(100)) {
    if (child.exitCode !== null) break;
    if ((await fetch(address).catch(() => undefined))?.ok) return;
  }
  child.kill("SIGKILL");
  throw new Error(`Cannot start Notebook 7: ${log}`);
}
