/** Data-parallel training: each thread computes the gradient of its share of a batch, with an engine of its own. */
import { Worker } from "node:worker_threads";
import { selectBackend } from "../core/backend.ts";
import { tf } from "../core/tf.ts";
import type { Model } from "../model/model.ts";
import { countParameters, namedTensors } from "../model/parameters.ts";
import { type Batch, splitBatch } from "./batch.ts";
import type { BatchGradients, GradientEngine } from "./gradient-engine.ts";

/** What a thread starts with. */
export interface WorkerStart {
  kind: string;
  config: object;
  backend: string;
  /** All parameters one after the other, in the order of `namedTensors`; the main thread writes them. */
  parameters: SharedArrayBuffer;
  /** The gradient of this thread's share, in the same order; the thread writes it. */
  gradient: SharedArrayBuffer;
}

/** A share of a batch. */
export interface WorkerTask {
  batch: Batch;
  /** Rows of the whole batch. */
  rows: number;
}

/** What a thread says when its gradient is written. */
export type WorkerReply = { errors: Float32Array } | { error: Error };

interface Thread {
  worker: Worker;
  gradient: Float32Array;
  /** Why it is gone; undefined while it lives. */
  death?: Error;
}

export interface ParallelOptions {
  workers: number;
  /** Starts a thread. Default: Node's worker threads. */
  start?: (data: WorkerStart) => Worker;
}

/**
 * Starts threads that share each batch. Parameters and gradients pass through shared memory; the sum of the shares'
 * gradients is the batch's, up to rounding.
 *
 * @throws {Error} If a thread does not start; from `compute`, if one has died.
 */
export async function parallelGradients(
  model: Model,
  { workers, start = startWorker }: ParallelOptions,
): Promise<GradientEngine> {
  const count = countParameters(model.parameters);
  const parameters = new SharedArrayBuffer(4 * count);
  const { name: backend } = await selectBackend();
  const { kind, config } = model;
  const threads = Array.from({ length: workers }, (_, index) => {
    const gradient = new SharedArrayBuffer(4 * count);
    return watched(start({ kind, config, backend, parameters, gradient }), { gradient, index, workers });
  });
  const close = async () => {
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  };
  try {
    await Promise.all(threads.map(answer));
  } catch (error) {
    await close();
    throw error;
  }
  return { compute: (batch) => compute(batch, { model, threads, parameters }), close };
}

function startWorker(workerData: WorkerStart): Worker {
  // The flags of this process may be those of a program on its command line, which a thread must not run.
  return new Worker(new URL("./worker.js", import.meta.url), { workerData, execArgv: [] });
}

function watched(
  worker: Worker,
  { gradient, index, workers }: { gradient: SharedArrayBuffer; index: number; workers: number },
): Thread {
  const thread: Thread = { worker, gradient: new Float32Array(gradient) };
  const died = (why: string, cause?: unknown) => {
    thread.death ??= new Error(`Cannot train: worker ${index + 1} of ${workers} died: ${why}`, { cause });
    worker.emit("death");
  };
  worker.on("error", (error: Error) => died(error.message, error));
  worker.on("exit", (code) => died(`it ended with status ${code}`));
  return thread;
}

/** Waits for a thread's next word, or its end. */
async function answer(thread: Thread): Promise<Float32Array> {
  const reply = await new Promise<WorkerReply>((resolve, reject) => {
    const { worker } = thread;
    const settle = (act: () => void) => {
      worker.off("message", hear).off("death", end);
      act();
    };
    const hear = (message: WorkerReply) => settle(() => resolve(message));
    const end = () => settle(() => reject(thread.death));
    if (thread.death) reject(thread.death);
    else worker.on("message", hear).on("death", end);
  });
  if ("error" in reply) throw reply.error;
  return reply.errors;
}

async function compute(
  batch: Batch,
  { model, threads, parameters }: { model: Model; threads: Thread[]; parameters: SharedArrayBuffer },
): Promise<BatchGradients> {
  await writeParameters(model, new Float32Array(parameters));
  const parts = splitBatch(batch, threads.length);
  const busy = threads.slice(0, parts.length);
  const answers = await Promise.allSettled(
    busy.map((thread, index) => {
      const task: WorkerTask = { batch: parts[index], rows: batch.x.count };
      const reply = answer(thread);
      thread.worker.postMessage(task);
      return reply;
    }),
  );
  const errors = answers.flatMap((answer) => {
    if (answer.status === "rejected") throw answer.reason;
    return [...answer.value];
  });
  return { errors: Float32Array.from(errors), gradients: sumOf(busy, model) };
}

async function writeParameters(model: Model, into: Float32Array): Promise<void> {
  let at = 0;
  for (const [, tensor] of namedTensors(model.parameters)) {
    into.set(await tensor.data(), at);
    at += tensor.size;
  }
}

/** The sum of the threads' gradients as tensors like the parameters. */
function sumOf(threads: Thread[], model: Model): tf.Tensor[] {
  let at = 0;
  return namedTensors(model.parameters).map(([, { shape, size }]) => {
    const sum = threads[0].gradient.slice(at, at + size);
    for (const { gradient } of threads.slice(1))
      for (let index = 0; index < size; index++) sum[index] += gradient[at + index];
    at += size;
    return tf.tensor(Float32Array.from(sum), shape);
  });
}
