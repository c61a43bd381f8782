/** Matrix products by ONNX Runtime, on the memory of the WebAssembly engine. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { installedBackend, installHint } from "./installed.ts";
import { onnxModel } from "./onnx-model.ts";
import { wasmBackend } from "./wasm-heap.ts";

/** A matrix, or several one after another, in the engine's memory. */
export interface Matrix {
  /** In bytes. */
  address: number;
  shape: number[];
}

export interface Products {
  version: string;
  /** Writes a·b, with one of them transposed if asked for, into y. */
  multiply(a: Matrix, b: Matrix, options: { y: Matrix; transposed?: "a" | "b" | undefined }): void;
  /** Writes a·b + c into y, where c is a row for every row or a whole matrix, y itself included. */
  multiplyAdd(a: Matrix, b: Matrix, options: { y: Matrix; c: Matrix; transposed?: "a" | undefined }): void;
}

/** The parts of the package that we use, below its asynchronous interface; its version is pinned. */
interface Package {
  binding: { InferenceSession: new () => Session };
  initOrt(): void;
}

interface Session {
  loadModel(bytes: ArrayBufferLike, offset: number, length: number, options: object): void;
  run(feeds: Record<string, object>, fetches: Record<string, object>, options: object): unknown;
}

type MakeTensor = new (type: "float32", data: Float32Array, shape: number[]) => object;

/**
 * Loads the package and makes its sessions: one for each kind of product, for matrices of any size.
 *
 * @throws {Error} If it is not installed, or cannot use the engine's memory.
 */
export function loadProducts(threads: number): Products {
  const installed = installedBackend("onnxruntime");
  if (!installed) throw new Error(`onnxruntime-node is not installed; ${installHint("onnxruntime")} adds it`);
  const require = createRequire(join(installed.folder, "package.json"));
  const { binding, initOrt } = require("onnxruntime-node/dist/binding.js") as Package;
  const { Tensor } = require("onnxruntime-common") as { Tensor: MakeTensor };
  initOrt();
  const open = (model: Uint8Array) => {
    const session = new binding.InferenceSession();
    session.loadModel(model.buffer, model.byteOffset, model.byteLength, settings(threads));
    return session;
  };
  const [plain, left, right] = [
    [0, 0],
    [1, 0],
    [0, 1],
  ].map(([a, b]) => open(productModel(a, b))) as Session[];
  const [sum, leftSum] = [0, 1].map((a) => open(sumModel(a))) as Session[];
  const run = (session: Session, y: Matrix, inputs: Record<string, Matrix>) => {
    // Views are made for each call: memory that has grown is another buffer.
    const { buffer } = wasmBackend().wasm.asm.memory;
    const tensor = ({ address, shape }: Matrix) =>
      new Tensor(
        "float32",
        new Float32Array(
          buffer,
          address,
          shape.reduce((x, n) => x * n, 1),
        ),
        shape,
      );
    const feeds = Object.fromEntries(Object.entries(inputs).map(([name, matrix]) => [name, tensor(matrix)]));
    session.run(feeds, { y: tensor(y) }, {});
  };
  return {
    version: installed.versions["onnxruntime-node"]!,
    multiply: (a, b, { y, transposed }) =>
      run(transposed === "a" ? left! : transposed === "b" ? right! : plain!, y, { a, b }),
    multiplyAdd: (a, b, { y, c, transposed }) => run(transposed ? leftSum! : sum!, y, { a, b, c }),
  };
}

function settings(threads: number): object {
  return {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    enableCpuMemArena: false,
    enableMemPattern: false,
    // Threads that wait by spinning would take the processor from the engine's own.
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  };
}

const value = (name: string, ...shape: string[]) => ({ name, shape });

function productModel(transA: number, transB: number): Uint8Array {
  const names = { inputs: ["a", "b"], outputs: ["y"], attributes: { transA, transB } };
  return onnxModel({
    nodes: [{ operation: "FusedMatMul", domain: "com.microsoft", ...names }],
    inputs: [value("a", "count", "p", "q"), value("b", "count", "r", "s")],
    outputs: [value("y", "count", "t", "u")],
  });
}

function sumModel(transA: number): Uint8Array {
  return onnxModel({
    nodes: [{ operation: "Gemm", inputs: ["a", "b", "c"], outputs: ["y"], attributes: { transA } }],
    inputs: [value("a", "p", "q"), value("b", "r", "s"), { name: "c", shape: ["t", "u"] }],
    outputs: [value("y", "v", "w")],
  });
}
