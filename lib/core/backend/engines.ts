/** How each engine starts, and what it says of itself. */
import { availableParallelism } from "node:os";
import { tf } from "../tf.ts";
import { registerCpuKernels } from "./cpu-kernels.ts";
import { correctGradients } from "./gradients.ts";
import { startWasm } from "./wasm.ts";
import { heapCeiling } from "./wasm-heap.ts";

/** An engine by the name that `NOISEBOOK_BACKEND` and `prefer` use. */
export type BackendName = "node-gpu" | "node" | "wasm" | "cpu";

export interface EngineOptions {
  /** How many threads compute on WebAssembly, from its first start on. Default: one per core, at most 8. */
  threads?: number;
}

/** An engine in use. */
export interface Started {
  /** Why it was taken, as a sentence without a final period. */
  reason: string;
  /** What computes: "2 threads with SIMD", "GPU". */
  device: string;
  /** The most memory that tensors may take, in bytes; undefined where the machine sets the limit. */
  memoryLimit: number | undefined;
  /** Versions of the packages that compute. */
  versions: Record<string, string>;
}

/** Engines in the order of preference; `start` leaves the engine in use, or throws why it cannot. */
export const engines: { name: BackendName; start(options: EngineOptions): Promise<Started> }[] = [
  { name: "node-gpu", start: startNodeGpu },
  { name: "node", start: () => startNode("@tensorflow/tfjs-node") },
  { name: "wasm", start: startOurWasm },
  { name: "cpu", start: startCpu },
];

/** Loads a package of TensorFlow's C library; it registers itself as the engine "tensorflow". */
async function startNode(specifier: string): Promise<Started> {
  const loaded: { version?: Record<string, string> } = await import(specifier).catch(
    (error: NodeJS.ErrnoException) => {
      const missing = error.code === "ERR_MODULE_NOT_FOUND" && error.message.includes(specifier);
      throw missing ? new Error(`${specifier} is not installed`) : error;
    },
  );
  await use("tensorflow");
  return {
    reason: `${specifier} is installed`,
    device: "processor",
    memoryLimit: undefined,
    versions: { ...versions(), ...loaded.version },
  };
}

async function startNodeGpu(): Promise<Started> {
  // TensorFlow takes all of the GPU's memory at once unless it is told otherwise before it loads.
  process.env["TF_FORCE_GPU_ALLOW_GROWTH"] ??= "true";
  const started = await startNode("@tensorflow/tfjs-node-gpu");
  if (!(tf.backend() as unknown as { isUsingGpuDevice?: boolean }).isUsingGpuDevice)
    throw new Error("@tensorflow/tfjs-node-gpu is installed but reports no GPU");
  return { ...started, reason: `${started.reason} and reports a GPU`, device: "GPU" };
}

async function startOurWasm({
  threads = Math.min(8, availableParallelism()),
}: EngineOptions): Promise<Started> {
  const module = await startWasm(threads);
  correctGradients();
  const comes = "WebAssembly comes with this package";
  const known = { memoryLimit: heapCeiling, versions: versions() };
  if (module instanceof Error)
    return { reason: `${comes}; without our module, for ${module.message}`, device: "1 thread", ...known };
  const count = `${module.threads} ${module.threads === 1 ? "thread" : "threads"}`;
  return { reason: comes, device: `${count} with ${module.relaxed ? "relaxed " : ""}SIMD`, ...known };
}

async function startCpu(): Promise<Started> {
  await use("cpu");
  registerCpuKernels();
  const reason = "plain JavaScript always works, slowly";
  return { reason, device: "1 thread", memoryLimit: undefined, versions: versions() };
}

async function use(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js cannot start its engine "${name}"`);
  correctGradients();
}

function versions(): Record<string, string> {
  return { node: process.versions.node, tfjs: tf.version.tfjs };
}
