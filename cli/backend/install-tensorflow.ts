/** TensorFlow's C library and the package that lets Node call it. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { buildAddon } from "./build-addon.ts";
import { fetchWheels, pythonWithPip, unpackWheel } from "./fetch-wheels.ts";
import { checkSpace, type Job, runStep } from "./job.ts";
import { installPackage, tfjsNodeVersion } from "./stand-ins.ts";
import { type Wheel, wheelsFor } from "./wheels.ts";

/** What TensorFlow's headers and libraries are called in a wheel; only the headers of the C interface are needed. */
const parts = [
  "tensorflow/libtensorflow_",
  ...["c/", "core/platform/ctstring"].map((name) => `tensorflow/include/tensorflow/${name}`),
  ...["tsl/platform/ctstring", "xla/tsl/c/"].map((name) => `tensorflow/include/${name}`),
  "nvidia/",
];

/** Installs the package and the library, and gives their versions. */
export async function installTensorflow(
  job: Job,
  { gpu }: { gpu: boolean },
): Promise<Record<string, string>> {
  const packageName = gpu ? "@tensorflow/tfjs-node-gpu" : "@tensorflow/tfjs-node";
  job.progress.show(`Fetching ${packageName}…`);
  const source = await installPackage(job, packageName);
  const versions = { [packageName.slice("@tensorflow/".length)]: tfjsNodeVersion };
  if (!gpu && (await installOwnLibrary(job, source))) return { ...versions, libtensorflow: "2.9.1" };
  const wheels = wheelsFor({ platform: process.platform, arch: process.arch, gpu });
  await installWheels(job, { source, wheels });
  return { ...versions, libtensorflow: wheels[0]!.version };
}

/**
 * Lets the package fetch the library and the addon that its makers built. Its download knows no time limit, so that
 * whether its host answers is asked first.
 */
async function installOwnLibrary({ progress, folder, signal }: Job, source: string): Promise<boolean> {
  const base = process.env.TFJS_NODE_BASE_URI ?? "https://storage.googleapis.com/tensorflow/";
  const answers = await fetch(base, { method: "HEAD", signal: AbortSignal.timeout(5000) }).catch(
    () => undefined,
  );
  if (!answers) return false;
  progress.show("Fetching the library that the package's makers built…");
  const path = `${join(folder, "node_modules", ".bin")}${delimiter}${process.env.PATH}`;
  try {
    await runStep({ progress, folder, signal }, [process.execPath, join(source, "scripts", "install.js")], {
      doing: "fetch the library",
      cwd: source,
      env: { ...process.env, PATH: path },
    });
  } catch (error) {
    signal.throwIfAborted();
    progress.keep(
      `The package's own download failed (${(error as Error).message}); trying TensorFlow's wheel.`,
    );
    return false;
  }
  return existsSync(join(source, "lib", "napi-v8", "tfjs_binding.node"));
}

async function installWheels(
  job: Job,
  { source, wheels }: { source: string; wheels: Wheel[] },
): Promise<void> {
  const { folder, progress } = job;
  const [downloads, to] = [join(folder, "downloads"), join(folder, "library")];
  // Unpacked, a wheel takes about three times its size.
  checkSpace(folder, 4.2 * wheels.reduce((sum, { bytes }) => sum + bytes, 0));
  const python = await pythonWithPip();
  const paths = await fetchWheels(job, wheels, { python, to: downloads });
  progress.show("Unpacking the library…");
  for (const path of paths) await unpackWheel(job, path, { python, to, prefixes: parts });
  progress.show("Building the addon…");
  await buildAddon(job, {
    source,
    nodeHeaders: join(folder, "node_modules", "node-api-headers", "include"),
    headers: join(to, "tensorflow", "include"),
    libraries: librariesIn(to),
  });
  for (const name of ["downloads", "tools", join("library", "tensorflow", "include")])
    rmSync(join(folder, name), { recursive: true, force: true });
}

function librariesIn(folder: string): string[] {
  const tensorflow = join(folder, "tensorflow");
  const own = readdirSync(tensorflow).filter((name) => /^libtensorflow_(cc|framework)\./.test(name));
  const nvidia = join(folder, "nvidia");
  const cuda = existsSync(nvidia) ? readdirSync(nvidia).map((name) => join(nvidia, name, "lib")) : [];
  // The parts of cuDNN are loaded by cuDNN itself.
  const theirs = cuda
    .filter((lib) => existsSync(lib))
    .flatMap((lib) => readdirSync(lib).map((name) => join(lib, name)))
    .filter((path) => /lib(?!cudnn_|nvrtc-builtins)[\w-]+\.so\.\d+$/.test(path));
  return [...own.map((name) => join(tensorflow, name)), ...theirs];
}
