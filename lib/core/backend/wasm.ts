/** The WebAssembly engine: TensorFlow.js's, with our kernels. */
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { tf } from "../tf.ts";
import { registerFusedKernels } from "./fused-kernels.ts";
import { builds, loadModule, type Module } from "./module.ts";
import { registerModuleKernels } from "./module-kernels.ts";
import { testModule } from "./self-test.ts";
import { sharedProgram } from "./shared-heap.ts";
import { limitHeap } from "./wasm-heap.ts";
import { registerComposedKernels } from "./wasm-kernels.ts";

let module: Module | Error | undefined;

/** Starts the engine and gives our module, or why it is not used; then every kernel is composed of the engine's own. */
export async function startWasm(threads: number): Promise<Module | Error> {
  // Once the engine has started, its program cannot change any more.
  if (!module) useProgram(sharedProgram());
  if (!(await tf.setBackend("wasm"))) throw new Error('TensorFlow.js cannot start its engine "wasm"');
  if (!module) limitHeap();
  registerComposedKernels();
  module ??= tryModule(threads);
  if (module instanceof Error) return module;
  registerModuleKernels(module);
  registerFusedKernels(module);
  return module;
}

/** The program by each name under which the engine may ask for it; it insists on knowing all three. */
function useProgram(url: string): void {
  const kinds = ["", "-simd", "-threaded-simd"];
  setWasmPaths(Object.fromEntries(kinds.map((kind) => [`tfjs-backend-wasm${kind}.wasm`, url])), true);
}

/** The first build that runs here and passes its test. */
function tryModule(threads: number): Module | Error {
  let fault = new Error();
  for (const build of builds)
    try {
      const module = loadModule(build);
      testModule(module);
      module.start(threads);
      return module;
    } catch (error) {
      fault = error as Error;
    }
  return fault;
}
