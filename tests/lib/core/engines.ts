/** The engines on which the suite of values and gradients runs. */
import { findBackendPackage } from "../../../lib/core/backend/backends-folder.ts";
import { registerFusedKernels } from "../../../lib/core/backend/fused-kernels.ts";
import { installedBackend } from "../../../lib/core/backend/installed.ts";
import { loadModule } from "../../../lib/core/backend/module.ts";
import { registerModuleKernels } from "../../../lib/core/backend/module-kernels.ts";
import { registerComposedKernels } from "../../../lib/core/backend/wasm-kernels.ts";
import { type SelectBackendOptions, selectBackend } from "../../../lib/core/backend.ts";

export interface Engine {
  name: string;
  start(): Promise<unknown>;
  /** Why a machine may be without it, which is no fault; undefined where it is there. */
  missing?: string | undefined;
  /** Whether it may be installed and yet not start, for want of a card. */
  optional?: boolean;
}

const start = (options: SelectBackendOptions) => () => selectBackend(options);

export const engines: Engine[] = [
  { name: "cpu", start: start({ prefer: "cpu" }) },
  {
    name: "webgpu",
    start: start({ prefer: "webgpu" }),
    missing: findBackendPackage("webgpu", "webgpu") ? undefined : "webgpu is not installed",
    optional: true,
  },
  { name: "wasm", start: start({ prefer: "wasm", onnxruntime: false }) },
  { name: "wasm without relaxed SIMD", start: startPlain },
  { name: "wasm without our module", start: startComposed },
  {
    name: "wasm + onnxruntime",
    start: start({ prefer: "wasm" }),
    missing: missing("onnxruntime") ?? seesNoSharedMemory(),
  },
  { name: "node", start: start({ prefer: "node" }), missing: missing("tensorflow") },
  { name: "node-gpu", start: start({ prefer: "node-gpu" }), missing: missing("tensorflow-gpu") },
];

async function startPlain(): Promise<void> {
  await startComposed();
  const module = loadModule("kernels.wasm");
  registerModuleKernels(module);
  registerFusedKernels(module);
}

async function startComposed(): Promise<void> {
  await selectBackend({ prefer: "wasm", onnxruntime: false });
  registerComposedKernels();
}

function missing(name: "tensorflow" | "tensorflow-gpu" | "onnxruntime"): string | undefined {
  return installedBackend(name) ? undefined : `${name} is not installed`;
}

function seesNoSharedMemory(): string | undefined {
  const major = Number.parseInt(process.versions.node, 10);
  return major < 22 ? `addons cannot use shared memory on Node ${major}` : undefined;
}
