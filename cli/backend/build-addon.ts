/** Builds the addon of tfjs-node against TensorFlow's library, with the compiler alone: it needs neither Python nor Node's sources. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { runProgram } from "../jupyter/run-program.ts";
import { type Job, runStep } from "./job.ts";

/** Where the package looks for the addon: the newest interface that it knows, and every Node since 16 has. */
const addon = join("lib", "napi-v8", "tfjs_binding.node");

/**
 * TensorFlow's library greets on standard error while it loads, before any setting is read. A library that is loaded
 * before it raises the least level of what is logged to errors; another version's function is simply not found.
 */
const quietProgram = `
void least(int) __asm__("_ZN4absl12lts_2025081414SetMinLogLevelENS0_18LogSeverityAtLeastE") __attribute__((weak));
static const bool quiet = least ? (least(2), true) : false;
`;

export interface Addon {
  /** The package's folder. */
  source: string;
  /** Folder of the headers of Node's interface for addons. */
  nodeHeaders: string;
  /** Folder of TensorFlow's headers. */
  headers: string;
  /** TensorFlow's libraries, and CUDA's if they come with it. */
  libraries: string[];
}

/** @throws {Error} If there is no compiler, or it refuses. */
export async function buildAddon(
  job: Job,
  { source, nodeHeaders, headers, libraries }: Addon,
): Promise<void> {
  const compiler = await findCompiler();
  mkdirSync(join(source, "lib", "napi-v8"), { recursive: true });
  const isMac = process.platform === "darwin";
  // Libraries are found from where the addon lies, so that the engine's folder may move; CUDA's are loaded with it,
  // since TensorFlow would look for them only where the system keeps its own.
  const here = isMac ? "@loader_path" : "$ORIGIN";
  const from = dirname(join(source, addon));
  const folders = new Set(libraries.map((path) => `${here}/${relative(from, dirname(path))}`));
  const shared = [compiler, "-O2", "-std=c++17", "-fPIC", "-shared"];
  const linked = isMac
    ? libraries
    : [...libraries, await buildQuiet(job, { shared, to: dirname(libraries[0]!) })];
  const command = [
    ...shared,
    "-DNAPI_VERSION=8",
    ...(isMac ? ["-undefined", "dynamic_lookup"] : ["-Wl,--no-as-needed"]),
    ...[nodeHeaders, join(source, ".."), headers].flatMap((folder) => ["-I", folder]),
    ...["tfjs_backend.cc", "tfjs_binding.cc"].map((file) => join(source, "binding", file)),
    ...linked,
    ...[...folders].map((folder) => `-Wl,-rpath,${folder}`),
    ...["-o", join(source, addon)],
  ];
  await runStep(job, command, { doing: "build TensorFlow's addon" });
}

/** The linker's last library is the first to be loaded. */
async function buildQuiet(job: Job, { shared, to }: { shared: string[]; to: string }): Promise<string> {
  const [source, library] = [join(to, "quiet.cc"), join(to, "libquiet.so")];
  writeFileSync(source, quietProgram);
  await runStep(job, [...shared, source, `-Wl,-soname,libquiet.so`, "-o", library], {
    doing: "build an addon",
  });
  return library;
}

async function findCompiler(): Promise<string> {
  for (const name of [process.env.CXX, "c++", "g++", "clang++"]) {
    if (name && (await runProgram([name, "--version"])).status === 0) return name;
  }
  throw new Error(
    process.platform === "darwin"
      ? "there is no C++ compiler; install one with xcode-select --install"
      : "there is no C++ compiler; install one (on Debian and Ubuntu: apt install g++)",
  );
}
