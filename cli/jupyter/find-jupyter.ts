/** Finds a JupyterLab 4 that has ipywidgets 8 beside it. */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { runProgram } from "./run-program.ts";

export interface Jupyter {
  /** The interpreter of the environment that JupyterLab is in. */
  python: string;
  jupyterlab: string;
  ipywidgets: string;
}

const isWindows = process.platform === "win32";

/** The Python of an environment's folder. */
export function environmentPython(folder: string): string {
  return isWindows ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
}

const question = `
import importlib.metadata as m, json
def version(name):
    try: return m.version(name)
    except m.PackageNotFoundError: return None
print(json.dumps({name: version(name) for name in ("jupyterlab", "ipywidgets")}))
`;

/** Asks an environment's Python for JupyterLab and ipywidgets; undefined unless both are there and of the right version. */
export async function askJupyter(python: string): Promise<Jupyter | undefined> {
  if (!existsSync(python)) return undefined;
  const { status, stdout } = await runProgram([python, "-c", question]);
  if (status !== 0) return undefined;
  const { jupyterlab, ipywidgets } = JSON.parse(stdout) as Record<string, string | null>;
  return jupyterlab?.startsWith("4.") && ipywidgets?.startsWith("8.")
    ? { python, jupyterlab, ipywidgets }
    : undefined;
}

/** The first that suits of: the project's environment, the one that is active, and each `jupyter` on the path. */
export async function findJupyter(environment: string): Promise<Jupyter | undefined> {
  const { VIRTUAL_ENV, CONDA_PREFIX } = process.env;
  const active = [VIRTUAL_ENV, CONDA_PREFIX].filter(
    (folder) => folder !== undefined && folder !== "",
  ) as string[];
  const pythons = [environment, ...active].map(environmentPython);
  for (const python of new Set([...pythons, ...jupytersOnPath()])) {
    const jupyter = await askJupyter(python);
    if (jupyter) return jupyter;
  }
  return undefined;
}

function jupytersOnPath(): string[] {
  const name = isWindows ? "jupyter.exe" : "jupyter";
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .filter((path) => existsSync(path))
    .map(pythonOf);
}

/** The Python that a `jupyter` script runs on: named in its first line, or else beside it. */
function pythonOf(script: string): string {
  const path = realpathSync(script);
  const named = isWindows
    ? undefined
    : /^#!\s*(\S*python\S*)\s*$/m.exec(readFileSync(path, "latin1").slice(0, 300))?.[1];
  return named ?? join(dirname(path), isWindows ? "python.exe" : "python");
}
