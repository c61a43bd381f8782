/** How each engine starts, and what it says of itself. */
import { availableParallelism } from "node:os";
import { tf } from "../tf.ts";
import { registerCpuKernels } from "./cpu-kernels.ts";
import { correctGradients } from "./gradients.ts";
import { useOnnxruntime } from "./onnxruntime-start.ts";
import { startTensorflow } from "./tensorflow.ts";
import { startWasm } from "./wasm.ts";
import { heapCeiling } from "./wasm-heap.ts";
import { nameOf, startWebgpu } from "./webgpu.ts";

/** An engine by the name that `NOISEBOOK_BACKEND` and `prefer` use. */
export type BackendName = "node-gpu" | "webgpu" | "wasm" | "node" | "cpu";

export interface EngineOptions {
  /**
   * How many threads compute, from an engine's first start on. Default: one per core, on WebAssembly at most 8.
   */
  threads?: number;
  /** Whether ONNX Runtime computes products on WebAssembly where it is installed. Default: true. */
  onnxruntime?: boolean | undefined;
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
  { name: "webgpu", start: startOurWebgpu },
  // Before TensorFlow, which `npm run bench -- train` finds slower on networks of this size.
  { name: "wasm", start: startOurWasm },
  { name: "node", start: startNode },
  { name: "cpu", start: startCpu },
];

async function startNode({ threads }: EngineOptions): Promise<Started> {
  const loaded = await startTensorflow("@tensorflow/tfjs-node", threads);
  correctGradients();
  const known = { memoryLimit: undefined, versions: { ...versions(), ...loaded } };
  return { reason: "@tensorflow/tfjs-node is installed", device: "processor", ...known };
}

async function startNodeGpu(): Promise<Started> {
  const loaded = await startTensorflow("@tensorflow/tfjs-node-gpu");
  if (!(tf.backend() as unknown as { isUsingGpuDevice?: boolean }).isUsingGpuDevice)
    throw new Error("@tensorflow/tfjs-node-gpu is installed but reports no GPU");
  correctGradients();
  const known = { memoryLimit: undefined, versions: { ...versions(), ...loaded } };
  return { reason: "@tensorflow/tfjs-node-gpu is installed and reports a GPU", device: "GPU", ...known };
}

async function startOurWebgpu(): Promise<Started> {
  const card = nameOf(await startWebgpu(process.env.NOISEBOOK_WEBGPU_SOFTWARE === "1"));
  correctGradients();
  const reason = `${card} offers WebGPU`;
  return { reason, device: card, memoryLimit: undefined, versions: versions() };
}

async function startOurWasm({
  threads = Math.min(8, availableParallelism()),
  onnxruntime = true,
}: EngineOptions): Promise<Started> {
  const module = await startWasm(threads);
  correctGradients();
  const comes = "WebAssembly comes with this package";
  const known = { memoryLimit: heapCeiling, versions: versions() };
  if (module instanceof Error)
    return { reason: `${comes}; without our module, for ${module.message}`, device: "1 thread", ...known };
  const count = `${module.threads} ${module.threads === 1 ? "thread" : "threads"}`;
  const device = `${count} with ${module.relaxed ? "relaxed " : ""}SIMD`;
  const products = onnxruntime ? useOnnxruntime(module) : new Error("onnxruntime-node was not asked for");
  if (products instanceof Error) return { reason: `${comes}; ${products.message}`, device, ...known };
  const parts = { ...known.versions, "onnxruntime-node": products.version };
  return {
    reason: `${comes}; onnxruntime-node computes products`,
    device: `${device} and ONNX Runtime`,
    ...known,
    versions: parts,
  };
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
