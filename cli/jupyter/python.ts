/** Finds a Python that JupyterLab can run on. */
import { runProgram } from "./run-program.ts";

export interface Python {
  /** The interpreter's own path. */
  path: string;
  major: number;
  minor: number;
  /** True when it can make environments and install packages into them. */
  venv: boolean;
}

/** The oldest Python that our JupyterLab runs on. */
export const oldest = { major: 3, minor: 10 };

const names = [
  "python3",
  "python",
  ...[15, 14, 13, 12, 11, 10].map((minor) => `python3.${minor}`),
  ...(process.platform === "win32" ? ["py"] : []),
];

const question = `
import importlib.util, json, sys
venv = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
print(json.dumps({"path": sys.executable, "major": sys.version_info[0], "minor": sys.version_info[1], "venv": venv}))
`;

/** Asks a Python what it is; undefined when there is none of that name. */
export async function askPython(name: string): Promise<Python | undefined> {
  const { status, stdout } = await runProgram([name, "-c", question]);
  return status === 0 ? (JSON.parse(stdout) as Python) : undefined;
}

/**
 * The first Python on the path that is new enough and can make an environment.
 *
 * @throws {Error} In one sentence with what to do, if there is none.
 */
export async function findPython(): Promise<Python> {
  const found: Python[] = [];
  for (const name of names) {
    const python = await askPython(name);
    if (python && isNewEnough(python) && python.venv) return python;
    if (python) found.push(python);
  }
  throw new Error(whyNot(found));
}

/** What keeps the Pythons that were found from being used, and the way out. */
export function whyNot(found: readonly Python[]): string {
  const wanted = `JupyterLab needs Python ${oldest.major}.${oldest.minor} or newer`;
  const [first] = found;
  if (!first) return `Cannot find Python: ${wanted}; install it from https://www.python.org and run this again`;
  const bare = found.find(isNewEnough);
  if (bare)
    return `Cannot make a Python environment: ${bare.path} lacks the venv module; install it (on Debian and Ubuntu: apt install python3-venv) and run this again`;
  return `Cannot use Python ${first.major}.${first.minor} (${first.path}): ${wanted}; install one beside it from https://www.python.org and run this again`;
}

function isNewEnough({ major, minor }: Python): boolean {
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor);
}
