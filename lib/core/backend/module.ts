/** Our WebAssembly module on the heap of TensorFlow.js's, and the threads that share its work. */
import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
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
  winograd: 10,
  winogradGradient: 11,
  copyRows: 12,
  columns: 13,
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
  /** Starts the threads that help this one, so that so many compute. */
  start(threads: number): void;
  /** Whether all threads have started; until then this one does everything. */
  isReady(): boolean;
  call(kernel: keyof typeof kernelNumber, call: Call): void;
}

/** Work that takes less time than waking a thread. */
const littleWork = 200_000;
/** How long a thread may come after this one, in milliseconds, and how much longer for each piece of work. */
const patience = 3000;
const patiencePerWork = 1e-6;
const argumentBytes = 256;

/** Its two builds: relaxed SIMD rounds once where the plain one rounds twice, and is a quarter faster. */
export const builds = ["kernels-relaxed.wasm", "kernels.wasm"] as const;

/**
 * Loads a build of the module; one thread computes until more are started.
 *
 * @throws {Error} If the heap is not shared, or this Node cannot run the build.
 */
export function loadModule(build: (typeof builds)[number]): Module {
  const { wasm } = wasmBackend();
  const { memory } = wasm.asm;
  if (!(memory.buffer instanceof SharedArrayBuffer)) throw new Error("the heap is not shared");
  const relaxed = build === "kernels-relaxed.wasm";
  // Node 20 has relaxed SIMD behind a flag; the self-test decides whether it is used.
  if (relaxed && process.versions.v8.startsWith("11."))
    setFlagsFromString("--experimental-wasm-relaxed-simd");
  const program = new WebAssembly.Module(
    readFileSync(new URL(`../../../../lib/core/wasm/${build}`, import.meta.url)),
  );
  const { run } = new WebAssembly.Instance(program, { env: { memory } }).exports as { run: Run };
  const job = wasm._malloc(argumentBytes + 4 * wordCount) >>> 0;
  const state: State = {
    run,
    words: new Int32Array(memory.buffer, job, wordCount).fill(0),
    args: job + 4 * wordCount,
    helpers: 0,
    scratch: { at: 0, bytes: 0 },
    workers: [],
  };
  const module: Module = {
    relaxed,
    threads: 1,
    start(threads) {
      module.threads = threads;
      state.helpers = threads - 1;
      startThreads(state, { program, memory, job, part: 0 });
    },
    isReady: () => Atomics.load(state.words, word.ready) >= state.helpers,
    call: (kernel, call) => callKernel(state, kernelNumber[kernel], call),
  };
  return module;
}

interface State {
  run: Run;
  words: Int32Array;
  args: number;
  helpers: number;
  scratch: { at: number; bytes: number };
  workers: Worker[];
}

function startThreads(state: State, data: ThreadData): void {
  for (let part = 1; part <= state.helpers; part++) {
    // The flags of this process may be those of a program on its command line, which a thread must not run.
    const options = { workerData: { ...data, part }, execArgv: [], env: {} };
    const thread = new Worker(new URL("./thread.js", import.meta.url), options);
    thread.on("error", () => undefined);
    thread.once("exit", () => goOnAlone(state));
    thread.unref();
    state.workers.push(thread);
  }
}

/** Without all its threads the module computes with one. */
function goOnAlone(state: State): void {
  if (state.helpers === 0) return;
  state.helpers = 0;
  // A thread that is only late must not write into memory that has been given away by then.
  for (const worker of state.workers) void worker.terminate();
  process.emitWarning("A thread of the WebAssembly engine has ended; it goes on with one thread");
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
  try {
    run(kernel, args, 0, parts, space);
  } finally {
    if (parts > 1 && !haveFinished(job, patience + work * patiencePerWork)) goOnAlone(state);
  }
  if (parts > 1 && state.helpers === 0) run(kernel, args, 0, 1, space);
}

/** Waits for the threads; false if one of them has failed or does not come. */
function haveFinished(job: Int32Array, patience: number): boolean {
  for (let left = Atomics.load(job, word.pending); left > 0; left = Atomics.load(job, word.pending))
    if (!waitWhile(job, word.pending, left, patience)) return false;
  return job[word.failed] === 0;
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
