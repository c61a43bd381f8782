/** Which engine computes: chosen once, with the reasons in words. */
import { availableParallelism } from "node:os";
import { registerCpuKernels } from "./backend/cpu-kernels.ts";
import { correctGradients } from "./backend/gradients.ts";
import { startWasm } from "./backend/wasm.ts";
import { tf } from "./tf.ts";

/** An engine by the name that `NOISEBOOK_BACKEND` and `prefer` use. */
export type BackendName = "node-gpu" | "node" | "wasm" | "cpu";

/** One engine that was considered. */
export interface BackendReason {
  backend: BackendName;
  chosen: boolean;
  /** Why it was taken or left, as a sentence without a final period. */
  reason: string;
}

export interface Backend {
  name: BackendName;
  /** Every engine in the order of preference. */
  reasons: BackendReason[];
}

export interface SelectBackendOptions {
  /** How many threads compute on WebAssembly, from its first start on. Default: one per core, at most 8. */
  threads?: number;
  /** Use this engine or fail. Default: `NOISEBOOK_BACKEND`, or the first that starts. */
  prefer?: BackendName | undefined;
  /** Where `NOISEBOOK_BACKEND` is read. Default: the process's environment. */
  env?: Record<string, string | undefined>;
}

/** Engines in the order of preference; `start` leaves the engine in use, or throws why it cannot. */
const engines: { name: BackendName; start(options: SelectBackendOptions): Promise<string> }[] = [
  { name: "node-gpu", start: startNodeGpu },
  { name: "node", start: () => startNode("@tensorflow/tfjs-node") },
  { name: "wasm", start: startOurWasm },
  { name: "cpu", start: startCpu },
];

let selected: Promise<Backend> | undefined;

/**
 * Starts the best engine that this machine has and says why it was chosen; asked again, it returns the same choice
 * unless `prefer` names another.
 *
 * The order is TensorFlow on a GPU, TensorFlow on the processor, WebAssembly, plain JavaScript. WebAssembly comes with
 * this package; the first two are packages that you install yourself.
 *
 * @throws {RangeError} If the name is unknown, or the named engine does not start; the sentence says why.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { selectBackend } from "noisebook";
 *
 * const backend = await selectBackend({ prefer: "wasm" });
 * assert.equal(backend.name, "wasm");
 * assert.equal(backend.reasons.find(({ chosen }) => chosen)?.backend, "wasm");
 * ```
 */
export function selectBackend(options: SelectBackendOptions = {}): Promise<Backend> {
  const { prefer, env = process.env } = options;
  if (prefer === undefined && selected) return selected;
  const wish = prefer ?? (env.NOISEBOOK_BACKEND || undefined);
  const choice = select(wish, { ...options, asked: prefer === undefined ? "NOISEBOOK_BACKEND" : "prefer" });
  selected = choice;
  choice.catch(() => {
    if (selected === choice) selected = undefined;
  });
  return choice;
}

async function select(
  wish: string | undefined,
  { asked, ...options }: SelectBackendOptions & { asked: string },
): Promise<Backend> {
  const names = engines.map(({ name }) => name);
  if (wish !== undefined && !names.includes(wish as BackendName))
    throw new RangeError(
      `Cannot select a backend: ${asked} must be one of ${names.join(", ")}, got "${wish}"`,
    );
  const reasons: BackendReason[] = [];
  let name: BackendName | undefined;
  for (const engine of engines) {
    const skip =
      name !== undefined
        ? `${name} comes first`
        : wish && engine.name !== wish
          ? `${asked} asks for ${wish}`
          : "";
    const result = skip ? { chosen: false, reason: skip } : await attempt(() => engine.start(options));
    reasons.push({ backend: engine.name, ...result });
    if (result.chosen) name = engine.name;
  }
  if (name) return { name, reasons };
  const why = reasons.find(({ backend }) => wish === undefined || backend === wish);
  throw new RangeError(`Cannot select a backend: ${wish ?? "no engine"} does not start here: ${why?.reason}`);
}

async function attempt(start: () => Promise<string>): Promise<{ chosen: boolean; reason: string }> {
  try {
    return { chosen: true, reason: await start() };
  } catch (error) {
    return { chosen: false, reason: (error as Error).message.split("\n")[0] };
  }
}

/** Loads a package of TensorFlow's C library; it registers itself as the engine "tensorflow". */
async function startNode(specifier: string): Promise<string> {
  await import(specifier).catch((error: NodeJS.ErrnoException) => {
    const missing = error.code === "ERR_MODULE_NOT_FOUND" && error.message.includes(specifier);
    throw missing ? new Error(`${specifier} is not installed`) : error;
  });
  await use("tensorflow");
  return `${specifier} is installed`;
}

async function startNodeGpu(): Promise<string> {
  // TensorFlow takes all of the GPU's memory at once unless it is told otherwise before it loads.
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= "true";
  const reason = await startNode("@tensorflow/tfjs-node-gpu");
  if (!(tf.backend() as unknown as { isUsingGpuDevice?: boolean }).isUsingGpuDevice)
    throw new Error("@tensorflow/tfjs-node-gpu is installed but reports no GPU");
  return `${reason} and reports a GPU`;
}

async function startOurWasm({
  threads = Math.min(8, availableParallelism()),
}: SelectBackendOptions): Promise<string> {
  const module = await startWasm(threads);
  correctGradients();
  return module instanceof Error
    ? `WebAssembly comes with this package; without our module, for ${module.message}`
    : `WebAssembly comes with this package; ${module.threads} ${module.threads === 1 ? "thread" : "threads"}`;
}

async function startCpu(): Promise<string> {
  await use("cpu");
  registerCpuKernels();
  return "plain JavaScript always works, slowly";
}

async function use(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js cannot start its engine "${name}"`);
  correctGradients();
}
