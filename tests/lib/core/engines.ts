/** The engines on which the suite of values and gradients runs. */
import { createRequire } from "node:module";
import { registerComposedKernels } from "../../../lib/core/backend/wasm-kernels.ts";
import { selectBackend } from "../../../lib/core/backend.ts";

export interface Engine {
  name: string;
  start(): Promise<unknown>;
  /** The package that a user installs on request, so that a machine without it is no fault. */
  needs?: string;
}

export const engines: Engine[] = [
  { name: "cpu", start: () => selectBackend({ prefer: "cpu" }) },
  { name: "wasm", start: () => selectBackend({ prefer: "wasm" }) },
  { name: "wasm without our module", start: startComposed },
  { name: "node", start: () => selectBackend({ prefer: "node" }), needs: "@tensorflow/tfjs-node" },
  {
    name: "node-gpu",
    start: () => selectBackend({ prefer: "node-gpu" }),
    needs: "@tensorflow/tfjs-node-gpu",
  },
];

async function startComposed(): Promise<void> {
  await selectBackend({ prefer: "wasm" });
  registerComposedKernels();
}

export function isInstalled(specifier: string): boolean {
  try {
    createRequire(import.meta.url).resolve(specifier);
    return true;
  } catch {
    return false;
  }
}
