/** A JupyterHub with the project's own configuration for one machine, on free ports. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { installKernel } from "../../kernel/install.ts";
import { freePort } from "../free-port.ts";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { npmFolder, said } from "./npm-folder.ts";
import { venvPython } from "./venv.ts";

const school = join(root, "school");

/** The proxy that the guide names, as npm takes it. */
export const proxyPackage = /configurable-http-proxy@[\d.]+/.exec(
  readFileSync(join(root, "docs", "school.md"), "utf8"),
)![0];

export interface Hub {
  /** Where it is reached, without a slash at the end. */
  url: string;
  password: string;
  /** Where it was started; its data are in hub-data there. */
  folder: string;
  /** A student's home. */
  home(student: string): string;
  notebooks(student: string): string;
  /** All its processes, and with a name only those of this student. */
  processes(student?: string): number[];
  /** Ends it as Ctrl-C does; gives what it wrote. */
  stop(): Promise<string>;
  /** Ends what is still there. */
  clean(): void;
}

/** Makes the environment of docs/school.md; gives its folder. */
export async function hubEnvironment(test: Mocha.Context): Promise<string> {
  const packages = readFileSync(join(school, "requirements.txt"), "utf8").trim().split("\n");
  const environment = dirname(dirname(venvPython(test, packages)));
  npmFolder(test, basename(environment), [proxyPackage]);
  installKernel({ prefix: environment });
  const env = { ...process.env, NOISEBOOK_CACHE: join(environment, "cache") };
  await said(process.execPath, [join(root, "dist", "cli", "main.js"), "grade-worker", "--prepare"], env);
  return environment;
}

/** Starts a trial hub, in which every name comes in with one password. */
export async function startHub(environment: string): Promise<Hub> {
  const folder = temporaryFolder();
  const [port, hubPort, proxyPort] = [await freePort(), await freePort(), await freePort()];
  const password = "for-this-test-alone";
  const url = `http://127.0.0.1:${port}`;
  const words = [
    ...["--config", join(school, "jupyterhub_config.py"), `--JupyterHub.hub_port=${hubPort}`],
    `--ConfigurableHTTPProxy.api_url=http://127.0.0.1:${proxyPort}`,
  ];
  const hub = spawn(join(environment, "bin", "jupyterhub"), words, {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...process.env,
      NOISEBOOK_HUB_URL: url,
      NOISEBOOK_HUB_DATA: join(folder, "hub-data"),
      NOISEBOOK_HUB_PASSWORD: password,
    },
  });
  let log = "";
  hub.stderr!.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const ended = new Promise((resolve) => hub.once("close", resolve));
  const home = (student: string) => join(folder, "hub-data", "students", student);
  const processes = (student?: string) =>
    processesWith(student === undefined ? folder : `HOME=${home(student)}\0`);
  const clean = () => {
    for (const pid of processes()) process.kill(pid, "SIGKILL");
  };
  if (!(await answers(hub, `${url}/hub/login`))) {
    clean();
    throw new Error(`Cannot start JupyterHub: ${log.slice(-4000)}`);
  }
  return {
    ...{ url, password, folder, home, processes, clean },
    notebooks: (student) => join(home(student), "notebooks"),
    async stop() {
      hub.kill("SIGINT");
      await ended;
      return log;
    },
  };
}

async function answers(hub: ChildProcess, address: string): Promise<boolean> {
  for (
    const deadline = Date.now() + 120_000;
    Date.now() < deadline && hub.exitCode === null;
    await delay(100)
  )
    if ((await fetch(address).catch(() => undefined))?.ok) return true;
  return false;
}

/** Processes in whose environment, as they were started, this text stands, or that work in the folder of this name. */
function processesWith(text: string): number[] {
  return readdirSync("/proc")
    .filter(
      (name) => /^\d+$/.test(name) && [environmentOf(name), folderOf(name)].some((has) => has.includes(text)),
    )
    .map(Number);
}

function environmentOf(pid: string): string {
  try {
    return `${readFileSync(`/proc/${pid}/environ`, "latin1")}\0`;
  } catch {
    return ""; // It has ended, or is another user's.
  }
}

function folderOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}
