/** The WebGPU engine: a graphics card of any vendor, by Dawn's `webgpu` and TensorFlow.js's kernels. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { compileFunction } from "node:vm";
import { tf } from "../tf.ts";
import { findBackendPackage } from "./backends-folder.ts";
import { reportFaults } from "./webgpu-faults.ts";
import { registerWebgpuKernels } from "./webgpu-kernels.ts";
import { uploadByQueue } from "./webgpu-upload.ts";

/** What npm installs for it. */
export const webgpuPackages = ["webgpu@0.6.2", "@tensorflow/tfjs-backend-webgpu@4.22.0"];

/** A graphics card, or a driver that does its work on the processor. */
export interface Adapter {
  info: { vendor: string; architecture: string; description: string; isFallbackAdapter?: boolean };
}

interface Gpu {
  requestAdapter(options: { powerPreference: "high-performance" }): Promise<Adapter | null>;
}

interface Dawn {
  create(options: string[]): Gpu;
  /** What a browser has as globals. */
  globals: Record<string, unknown>;
}

/** Dawn's object is kept: when it is collected, so is its device. */
let loaded: Promise<{ gpu: Gpu; adapter: Adapter }> | undefined;

/**
 * Starts the engine.
 *
 * @param allowSoftware Whether a driver that computes on the processor will do.
 * @returns The card it computes on.
 * @throws {Error} If the packages are not installed, or there is no such card.
 */
export async function startWebgpu(allowSoftware: boolean): Promise<Adapter> {
  loaded ??= load();
  const { adapter } = await loaded.catch((error) => {
    loaded = undefined;
    throw error;
  });
  if (isSoftware(adapter) && !allowSoftware)
    throw new Error(
      `${nameOf(adapter)} computes on the processor, where WebAssembly is faster; NOISEBOOK_WEBGPU_SOFTWARE=1 takes it all the same`,
    );
  if (!(await tf.setBackend("webgpu"))) throw new Error(`${nameOf(adapter)} gives no device`);
  reportFaults();
  uploadByQueue();
  registerWebgpuKernels();
  return adapter;
}

/** Finds the card, then lets TensorFlow.js's kernels register themselves. */
async function load(): Promise<{ gpu: Gpu; adapter: Adapter }> {
  const kernels = find("@tensorflow/tfjs-backend-webgpu");
  const { create, globals }: Dawn = await import(pathToFileURL(find("webgpu")).href);
  const gpu = create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter)
    throw new Error("no graphics driver of this machine (Vulkan, Metal or Direct3D 12) offers WebGPU");
  const navigator = { gpu: { requestAdapter: async () => adapter } };
  // The package is written for a browser and for a tfjs-core of its own: it gets what it calls global here, and ours.
  const names = { ...globals, navigator, globalThis: { navigator }, require: () => tf, exports: {} };
  const source = readFileSync(kernels, "utf8");
  compileFunction(source, Object.keys(names), { filename: kernels })(...Object.values(names));
  return { gpu, adapter };
}

function find(specifier: string): string {
  const file = findBackendPackage("webgpu", specifier);
  if (!file) throw new Error(`${specifier} is not installed; noisebook backend install webgpu`);
  return file;
}

function isSoftware({ info }: Adapter): boolean {
  return info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe/i.test(nameOf({ info }));
}

/** The card's name: "NVIDIA H100", or what its driver says of the vendor. */
export function nameOf({ info }: Adapter): string {
  return info.description || `${info.vendor} ${info.architecture}`.trim() || "a card without a name";
}
