/** Kernels for WebAssembly: what TensorFlow.js lacks there, what it gets wrong, and what we do faster. */
import { batchMatMul, conv2dFilterGradient, fusedMatMul, identity } from "./composed.ts";
import { registerLoops } from "./cpu-kernels.ts";
import { einsum } from "./einsum.ts";
import { type Kernel, replaceKernel, restoreKernels } from "./kernel.ts";
import { wasmBackend } from "./wasm-heap.ts";

/** Registers the kernels that need no module of our own. */
export function registerComposedKernels(): void {
  restoreKernels("wasm");
  registerLoops("wasm");
  const put = <Attributes>(name: string, kernel: Kernel<Attributes>) => replaceKernel("wasm", name, kernel);
  put("BatchMatMul", batchMatMul);
  put("_FusedMatMul", fusedMatMul);
  put("Conv2DBackpropFilter", conv2dFilterGradient);
  put("Einsum", einsum);
  put(
    "Identity",
    identity((id) => wasmBackend().incRef(id)),
  );
}
