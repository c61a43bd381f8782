/** The engine of TensorFlow's C library, through the packages tfjs-node and tfjs-node-gpu. */
import { createRequire } from "node:module";
import { join } from "node:path";
import util from "node:util";
import { tf } from "../tf.ts";
import { type Installed, installedBackend, installHint } from "./installed.ts";
import { registerTensorflowFused } from "./tensorflow-fused.ts";
import { registerTensorflowKernels } from "./tensorflow-kernels.ts";

type Package = "@tensorflow/tfjs-node" | "@tensorflow/tfjs-node-gpu";

/** Where the installed package finds TensorFlow.js: its stand-in there returns what lies under this key. */
const tfjsKey = Symbol.for("noisebook.tfjs");

const ownRequire = createRequire(import.meta.url);

/**
 * Loads the package, which registers itself as the engine "tensorflow", and puts that engine in use.
 *
 * @returns The versions of what was loaded.
 * @throws {Error} If it is not installed, or does not start.
 */
export async function startTensorflow(specifier: Package, threads?: number): Promise<Record<string, string>> {
  const isGpu = specifier.endsWith("gpu");
  // Settings that the library reads while it loads: no word on standard error short of an error, and a GPU's memory
  // taken as it is needed instead of all at once.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= "true";
  if (threads !== undefined) process.env.TF_NUM_INTRAOP_THREADS ??= String(threads);
  restoreUtilities();
  const installed = installedBackend(isGpu ? "tensorflow-gpu" : "tensorflow");
  const versions = installed ? loadInstalled(specifier, installed) : loadOwn(specifier, isGpu);
  if (!(await tf.setBackend("tensorflow")))
    throw new Error('TensorFlow.js cannot start its engine "tensorflow"');
  registerTensorflowKernels();
  registerTensorflowFused();
  return versions;
}

function loadInstalled(specifier: Package, { folder, versions }: Installed): Record<string, string> {
  // The package registers itself with the TensorFlow.js that it requires, and that has to be ours.
  (globalThis as Record<symbol, unknown>)[tfjsKey] = ownRequire("@tensorflow/tfjs");
  createRequire(join(folder, "package.json"))(specifier);
  return versions;
}

/** The package of the project that uses us, if it has one. */
function loadOwn(specifier: Package, isGpu: boolean): Record<string, string> {
  try {
    return (ownRequire(specifier) as { version: Record<string, string> }).version;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "MODULE_NOT_FOUND" || !message.includes(`'${specifier}'`)) throw error;
    throw new Error(
      `${specifier} is not installed; ${installHint(isGpu ? "tensorflow-gpu" : "tensorflow")} adds it`,
    );
  }
}

/** Functions that Node 22 warns of and Node 23 took away; the packages still call them. */
function restoreUtilities(): void {
  const old = util as unknown as Record<string, (value: unknown) => boolean>;
  old["isNullOrUndefined"] = (value) => value === null || value === undefined;
  old["isArray"] = Array.isArray;
}
