/** JupyterLab as a child process: started, watched until it answers, and stopped with all that it started. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { delimiter } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Jupyter } from "./find-jupyter.ts";

export interface ServerOptions {
  folder: string;
  port: number;
  /** Where the kernel is registered: a folder with `kernels` in it. */
  kernels: string;
  openBrowser: boolean;
  /** A notebook of the folder to open first. */
  file?: string;
}

export interface Server {
  /** With the token that lets its reader in. */
  url: string;
  /** Settles when it answers; rejects with a sentence and JupyterLab's own last words when it ends before that. */
  ready: Promise<void>;
  /** Settles when the server is gone, with its exit status; null when a signal ended it. */
  ended: Promise<number | null>;
  /** Asks the server to stop; after ten seconds, or when called again, it is ended. */
  stop(): void;
}

/** Settings that turn off news, update checks and what else would ask the network. */
const config = fileURLToPath(new URL("../../../cli/jupyter-config", import.meta.url));

const patience = { start: 120_000, stop: 10_000 };

/** Starts JupyterLab. */
export function startServer(jupyter: Jupyter, options: ServerOptions): Server {
  const token = randomBytes(24).toString("hex");
  const child = spawn(jupyter.python, ["-m", "jupyterlab", ...settings(options)], {
    // A group of its own, so that Ctrl-C reaches us alone and the server can be stopped in order.
    detached: process.platform !== "win32",
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...process.env,
      JUPYTER_TOKEN: token,
      JUPYTER_PATH: joined(options.kernels, process.env.JUPYTER_PATH),
      JUPYTER_CONFIG_PATH: joined(config, process.env.JUPYTER_CONFIG_PATH),
    },
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log = (log + text).slice(-4000);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("exit", (status) => resolve(status));
  });
  const address = `http://127.0.0.1:${options.port}`;
  const stop = stopper(child);
  const ready = answers(`${address}/api/status?token=${token}`, ended).then((isUp) => {
    if (isUp) return;
    stop();
    throw new Error(`Cannot start JupyterLab: ${log.trim().split("\n").at(-1) || "it does not answer"}`);
  });
  return { url: `${address}/lab?token=${token}`, ready, ended, stop };
}

function settings({ folder, port, openBrowser, file }: ServerOptions): string[] {
  const isRoot = process.getuid?.() === 0;
  return [
    `--ServerApp.root_dir=${folder}`,
    "--ServerApp.ip=127.0.0.1",
    `--ServerApp.port=${port}`,
    "--ServerApp.port_retries=0",
    `--ServerApp.open_browser=${openBrowser ? "True" : "False"}`,
    ...(file ? [`--LabApp.default_url=/lab/tree/${encodeURIComponent(file)}`] : []),
    ...(isRoot ? ["--allow-root"] : []),
  ];
}

function joined(first: string, others: string | undefined): string {
  return others ? `${first}${delimiter}${others}` : first;
}

async function answers(address: string, ended: Promise<unknown>): Promise<boolean> {
  let gone = false;
  void ended.then(() => {
    gone = true;
  });
  const deadline = Date.now() + patience.start;
  while (!gone && Date.now() < deadline) {
    const response = await fetch(address).catch(() => undefined);
    if (response?.ok) return true;
    await delay(100);
  }
  return false;
}

function stopper(child: ChildProcess): () => void {
  let asked = false;
  const kill = () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    if (process.platform === "win32") child.kill();
    else process.kill(-child.pid!, "SIGKILL");
  };
  return () => {
    if (asked) return kill();
    asked = true;
    child.kill("SIGTERM");
    setTimeout(kill, patience.stop).unref();
  };
}
