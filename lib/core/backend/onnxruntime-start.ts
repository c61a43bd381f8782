/** Puts ONNX Runtime behind the WebAssembly engine, if it is installed and works. */
import type { Module } from "./module.ts";
import { loadProducts, type Products } from "./onnxruntime.ts";
import { registerOnnxruntimeKernels } from "./onnxruntime-kernels.ts";
import { testProducts } from "./self-test.ts";

let products: Products | Error | undefined;

/** The products in use from now on, or why the module's own stay. */
export function useOnnxruntime(module: Module): Products | Error {
  products ??= tryProducts(module.threads);
  if (!(products instanceof Error)) registerOnnxruntimeKernels({ module, products });
  return products;
}

function tryProducts(threads: number): Products | Error {
  try {
    const products = loadProducts(threads);
    testProducts(products);
    return products;
  } catch (error) {
    return error as Error;
  }
}
