/** Our WebAssembly module on the heap of TensorFlow.js's, and the threads that share its work. */
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { type Run, type ThreadData, waitWhile, word, wordCount } from "./job.ts";
import { wasmBackend } from "./wasm-heap.ts";

/** The kernels by the numbers of lib/core/wasm/kernels.ts. */
export const kernelNumber = {
  convolution: 0,
  filterGradient: 1,
  norm: 2,
  normGradient: 3,
  softmax: 4,
  softmaxGradient: 5,
  sumRows: 6,
  adam: 7,
  double: 8,
  halve: 9,
} as const;

/** One call of a kernel. */
export interface Call {
  /** Its arguments, as the struct of the kernel has them: whole numbers and addresses first. */
  words: number[];
  floats?: number[];
  /** Scratch memory that each part needs, in bytes. */
  scratch?: number;
  /** Multiplications and additions, about; little work is not shared out. */
  work: number;
}

export interface Module {
  /** Whether multiplication and addition round once (relaxed SIMD). */
  relaxed: boolean;
  threads: number;
  /** Whether all threads have started; until then this one does everything. */
  isReady(): boolean;
  call(kernel: keyof typeof kernelNumber, call: Call): void;
}

/** Work that takes less time than waking a thread. */
const littleWork = 200_000;
const argumentBytes = 256;

/**
 * Loads the module, as relaxed SIMD where this Node has it, and starts its threads.
 *
 * @param threads How many threads compute, this one among them.
 * @throws {Error} If the heap is not shared, or the module does not load.
 */
export function loadModule(threads: number): Module {
  const { wasm } = wasmBackend();
  const { memory } = wasm.asm;
  if (!(memory.buffer instanceof SharedArrayBuffer)) throw new Error("the heap is not shared");
  const folder = new URL("../../../../lib/core/wasm/", import.meta.url);
  const relaxedBytes = readFileSync(new URL("kernels-relaxed.wasm", folder));
  const relaxed = WebAssembly.validate(relaxedBytes);
  const program = new WebAssembly.Module(
    relaxed ? relaxedBytes : readFileSync(new URL("kernels.wasm", folder)),
  );
  const { run } = new WebAssembly.Instance(program, { env: { memory } }).exports as { run: Run };
  const job = wasm._malloc(argumentBytes + 4 * wordCount) >>> 0;
  const state: State = {
    run,
    words: new Int32Array(memory.buffer, job, wordCount).fill(0),
    args: job + 4 * wordCount,
    helpers: threads - 1,
    scratch: { at: 0, bytes: 0 },
  };
  startThreads({ program, memory, job, part: 0 }, threads - 1);
  const isReady = () => Atomics.load(state.words, word.ready) >= state.helpers;
  return { relaxed, threads, isReady, call: (kernel, call) => callKernel(state, kernelNumber[kernel], call) };
}

interface State {
  run: Run;
  words: Int32Array;
  args: number;
  helpers: number;
  scratch: { at: number; bytes: number };
}

function startThreads(data: ThreadData, helpers: number): void {
  for (let part = 1; part <= helpers; part++) {
    // The flags of this process may be those of a program on its command line, which a thread must not run.
    const options = { workerData: { ...data, part }, execArgv: [], env: {} };
    const thread = new Worker(new URL("./thread.js", import.meta.url), options);
    // Without all its threads the module goes on with one.
    thread.on("error", () => undefined).unref();
  }
}

function callKernel(state: State, kernel: number, { words, floats = [], scratch = 0, work }: Call): void {
  const { run, words: job, args, helpers } = state;
  // Until all threads have started, this one does everything.
  const parts = work < littleWork || job[word.ready] < helpers ? 1 : helpers + 1;
  const stride = (scratch + 63) & ~63;
  const space = reserve(state, stride * parts);
  new Uint32Array(job.buffer, args, words.length).set(words);
  new Float32Array(job.buffer, args + 4 * words.length, floats.length).set(floats);
  if (parts > 1) {
    job[word.kernel] = kernel;
    job[word.args] = args;
    job[word.parts] = parts;
    job[word.scratch] = space;
    job[word.stride] = stride;
    Atomics.store(job, word.pending, helpers);
    Atomics.add(job, word.number, 1);
    Atomics.notify(job, word.number);
  }
  run(kernel, args, 0, parts, space);
  for (let left = parts > 1 ? Atomics.load(job, word.pending) : 0; left > 0; ) {
    waitWhile(job, word.pending, left);
    left = Atomics.load(job, word.pending);
  }
}

/** Scratch memory of at least so many bytes, kept for the next call. */
function reserve(state: State, bytes: number): number {
  if (bytes > state.scratch.bytes) {
    const { wasm } = wasmBackend();
    wasm._free(state.scratch.at);
    state.scratch = { at: wasm._malloc(bytes) >>> 0, bytes };
  }
  return state.scratch.at;
}
